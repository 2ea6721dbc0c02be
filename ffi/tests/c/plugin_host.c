/* A program with the archive in it loads plugins that have it too, by every flag, closes them and loads them again. */
#include "bestof.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

static int call(void *library)
{
    double (*plugin)(double);
    void *symbol = dlsym(library, "plugin");

    if (symbol == NULL) return 0;
    memcpy(&plugin, &symbol, sizeof plugin);
    return plugin(19.0) == bestof_kl(19.0);
}

int main(int argc, char **argv)
{
    static const int flags[] = { RTLD_NOW | RTLD_LOCAL, RTLD_LAZY | RTLD_LOCAL, RTLD_NOW | RTLD_GLOBAL };
    int round, i, calls = 0;

    for (round = 0; round < 3; round++) {
        void *libraries[8];

        for (i = 1; i < argc && i < 9; i++) {
            libraries[i - 1] = dlopen(argv[i], flags[round]);
            if (libraries[i - 1] == NULL) {
                fprintf(stderr, "%s\n", dlerror());
                return 1;
            }
        }
        for (i = 1; i < argc && i < 9; i++) {
            if (!call(libraries[i - 1])) return 1;
            calls++;
        }
        for (i = 1; i < argc && i < 9; i++) dlclose(libraries[i - 1]);
    }
    printf("%d calls into plugins\n", calls);
    return calls == 0;
}
