// The most draws within 2 nats of drift, and what they cost.
#include <bestof.h>

void setup() {
    Serial.begin(115200);
    uint64_t n = 0;
    if (bestof_max_n(BESTOF_KL, 0.0, 2.0, &n) == BESTOF_OK) {
        Serial.println((unsigned long)n);
        Serial.println(bestof_klf((float)n));
    }
}

void loop() {
}
