// A fuzz target for every function that takes a pointer. Their calls are generated from the header's comments
// (calls.inc, by ffi/tests/header/calls.rs); here is what an argument may be: each array just as long as it is said to
// be, so that AddressSanitizer sees one element too many, or NULL, misaligned, overlapping another, or of an impossible
// length. Afterwards the status must be one of ours, and nothing may be written unless it is BESTOF_OK.
//
// One program; BESTOF_FUZZ names the function. ffi/fuzz/run.sh builds and runs it.
#include "bestof.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <type_traits>
#include <vector>

namespace {

// The fuzzer's bytes; zeros when they are used up.
class Input {
public:
    Input(const std::uint8_t *data, std::size_t size) : data_(data), size_(size) {}

    std::uint8_t byte() { return size_ == 0 ? 0 : (size_--, *data_++); }

    template <class T>
    T raw()
    {
        unsigned char bytes[sizeof(T)];
        for (unsigned char &b : bytes) b = byte();
        T value;
        std::memcpy(&value, bytes, sizeof value);
        return value;
    }

private:
    const std::uint8_t *data_;
    std::size_t size_;
};

[[noreturn]] void fail(const char *what)
{
    std::fprintf(stderr, "%s\n", what);
    std::abort();
}

double number(Input &input)
{
    static const double special[] = {0.0,    -0.0,     1.0,           -1.0,     0.5,      2.0,     1e-300,
                                     5e-324, 1e300,    INFINITY,      -INFINITY, NAN,     0.1,     100.0,
                                     3.0,    1.0 + 0x1p-52, 0x1p53,   0x1.fffffffffffffp1023};
    const std::uint8_t kind = input.byte();
    if (kind < 2 * std::size(special)) return special[kind / 2];
    if (kind < 128) return 1.0 + kind;
    if (kind < 192) return input.byte() / 256.0;
    return input.raw<double>();
}

// For callbacks: a function of x that the input chose.
[[maybe_unused]] double generator_kind;
[[maybe_unused]] double callback(double x, void *) { return generator_kind * x * std::log(x + 1.0) + (generator_kind > 100.0 ? NAN : 0.0); }

template <class T>
T value(Input &input)
{
    if constexpr (std::is_same_v<T, double> || std::is_same_v<T, float>) {
        return static_cast<T>(number(input));
    } else if constexpr (std::is_integral_v<T>) {
        const std::uint8_t kind = input.byte();
        if (kind < 192) return static_cast<T>(kind % 64 - (std::is_signed_v<T> ? 2 : 0));
        if (kind < 208) return static_cast<T>(~std::uint64_t{0} >> (kind % 16));
        return input.raw<T>();
    } else if constexpr (std::is_convertible_v<double (*)(double, void *), T>) {
        generator_kind = number(input);
        return input.byte() == 0 ? nullptr : callback;
    } else if constexpr (std::is_pointer_v<T>) {
        return nullptr;
    } else {
        T structure;
        unsigned char *bytes = reinterpret_cast<unsigned char *>(&structure);
        // A structure of numbers: as doubles, as integers, or as bytes.
        const std::uint8_t kind = input.byte();
        for (std::size_t at = 0; at < sizeof structure; at += 8) {
            std::uint64_t word;
            if (kind % 4 == 0) {
                word = input.byte();
            } else if (kind % 4 == 1) {
                word = input.raw<std::uint64_t>();
            } else {
                const double drawn = number(input);
                std::memcpy(&word, &drawn, sizeof word);
            }
            std::memcpy(bytes + at, &word, std::min<std::size_t>(8, sizeof structure - at));
        }
        return structure;
    }
}

template <class T, class = void>
struct knows_its_size : std::false_type {};
template <class T>
struct knows_its_size<T, std::void_t<decltype(T::struct_size)>> : std::true_type {};

// The arguments of one call: memory that lives as long as it does, and what must not change in it.
class Call {
public:
    Call(Input &input, bool has_scratch) : input_(input), has_scratch_(has_scratch), shared_(2048), kind_(input.byte()) {}

    // A length in elements of at least these sizes: mostly small, at times larger than any array.
    std::size_t length(std::initializer_list<std::size_t> element_sizes)
    {
        const std::uint8_t kind = input_.byte();
        std::size_t drawn = kind < 200 ? kind % 48 : 300u + kind;
        if (kind >= 252) {
            impossible_ = drawn = kind == 252 ? SIZE_MAX : PTRDIFF_MAX / std::min(element_sizes) + std::size_t{1};
        }
        return drawn;
    }

    template <class T>
    T value()
    {
        return ::value<T>(input_);
    }

    template <class T>
    const T *input(std::size_t length)
    {
        return array<T>(length, true);
    }

    template <class T>
    T *output(std::size_t length)
    {
        T *elements = array<T>(length, false);
        watch(elements, length);
        return elements;
    }

    template <class T>
    T *scratch(std::size_t length)
    {
        return array<T>(length, false);
    }

    // A structure; where it begins with struct_size, as many bytes as that says.
    template <class T>
    T *structure()
    {
        using Plain = std::remove_const_t<T>;
        Plain drawn = ::value<Plain>(input_);
        std::size_t size = sizeof drawn;
        if constexpr (knows_its_size<Plain>::value) {
            const std::uint8_t kind = input_.byte();
            size = kind < 192 ? sizeof drawn : kind;
            drawn.struct_size = static_cast<decltype(drawn.struct_size)>(size);
            size = std::max(size, sizeof drawn.struct_size);
        }
        if (is_null()) return nullptr;
        unsigned char *place = own(size + slack());
        std::memset(place, 0, size);
        std::memcpy(place, &drawn, std::min(size, sizeof drawn));
        T *result = reinterpret_cast<T *>(place);
        if (!std::is_const_v<T>) watched_.push_back({place, {place, place + size}});
        return result;
    }

    void *anything() { return nullptr; }

    void check(bestof_status status)
    {
        if (status > 0 || status < -64 || std::strcmp(bestof_status_message(status), bestof_status_message(1)) == 0)
            fail("a status that the header does not name");
        if (impossible_ != 0 && status == BESTOF_OK) fail("an array of an impossible length was accepted");
        if (status == BESTOF_OK) return;
        for (const Watched &watched : watched_) {
            if (!watched.before.empty() &&
                std::memcmp(watched.place, watched.before.data(), watched.before.size()) != 0)
                fail("something was written, and the status is not BESTOF_OK");
        }
    }

private:
    struct Watched {
        const unsigned char *place;
        std::vector<unsigned char> before;
    };

    bool is_null() { return kind_ >= 192 && input_.byte() >= 224; }

    // In bytes, to shift an array to where no double may lie.
    std::size_t slack() const { return kind_ >= 128 && kind_ < 160 ? 4 : 0; }

    unsigned char *own(std::size_t bytes)
    {
        owned_.emplace_back(new unsigned char[bytes]);
        return owned_.back().get();
    }

    template <class T>
    T *array(std::size_t length, bool filled)
    {
        if (is_null()) return nullptr;
        if (impossible_ != 0) length = std::min<std::size_t>(length, 1);
        unsigned char *place;
        if (kind_ >= 160 && kind_ < 192 && length * sizeof(T) <= 1024) {
            // One block for all of them: equal, overlapping or side by side.
            place = reinterpret_cast<unsigned char *>(shared_.data()) + sizeof(double) * (input_.byte() % 64u);
        } else {
            place = own(length * sizeof(T) + slack()) + slack();
        }
        for (std::size_t i = 0; i < length; i++) {
            const T element = filled ? ::value<T>(input_) : T{};
            std::memcpy(place + i * sizeof(T), &element, sizeof element);
        }
        return reinterpret_cast<T *>(place);
    }

    template <class T>
    void watch(const T *elements, std::size_t length)
    {
        if (elements == nullptr || (has_scratch_ && kind_ >= 160 && kind_ < 192)) return;
        if (impossible_ != 0) length = std::min<std::size_t>(length, 1);
        pending_.push_back({reinterpret_cast<const unsigned char *>(elements), {}});
        pending_.back().before.resize(length * sizeof(T));
    }

    std::vector<Watched> pending_;
    Input &input_;
    bool has_scratch_;
    std::vector<double> shared_;
    std::uint8_t kind_;
    std::size_t impossible_ = 0;
    std::vector<std::unique_ptr<unsigned char[]>> owned_;
    std::vector<Watched> watched_;

public:
    // What is watched is copied when all arguments are there: overlapping arrays fill each other.
    void ready()
    {
        for (Watched &watched : pending_) {
            watched.before.assign(watched.place, watched.place + watched.before.size());
            watched_.push_back(std::move(watched));
        }
        pending_.clear();
    }
};

#include "calls.inc"

using Target = void (*)(Input &);

Target chosen()
{
    const char *name = std::getenv("BESTOF_FUZZ");
    if (name == nullptr) fail("BESTOF_FUZZ must name a function");
#define CHOOSE(function) \
    if (std::strcmp(name, #function) == 0) return fuzz_##function;
    TARGETS(CHOOSE)
    fail("BESTOF_FUZZ names a function without a target");
}

} // namespace

// The compiler's own crate names it; nothing of ours unwinds. As shipped, with link-time optimisation, it is gone.
extern "C" void rust_eh_personality() { std::abort(); }

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const Target target = chosen();
    Input input(data, size);
    target(input);
    return 0;
}
