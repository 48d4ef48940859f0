// The tandem by hand: five FIFO stations of two servers each, Poisson arrivals, exponential service.
//
// In: the end of arrivals in ticks, gaps per tick, the mean service, the replication's base, and the
// keys of the stream, of its gaps and of the five services. Out: requests, processor seconds and the
// mean time, on one line.
//
// The draws are those of `sandbox/randomness`: a request's identity is a hash of its stream and its
// index, a draw is a hash of identity and purpose, and the logarithm is written in arithmetic. Time
// is in integer nanoseconds; arrivals come before ends of services at the same time, these in the
// order in which they were scheduled. So the mean time is that of both engines, to the last bit.
//
// g++ -O3 -march=native -ffp-contract=off -std=c++17 tandem.cpp -o tandem

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <vector>

namespace {

constexpr int STATIONS = 5, SERVERS = 2;
constexpr int64_t TICKS = 1000000000, NEVER = INT64_MAX;
constexpr uint64_t GOLDEN = 0x9E3779B97F4A7C15u;

inline uint64_t mix(uint64_t n) {
    n = (n ^ n >> 30) * 0xBF58476D1CE4E5B9u;
    n = (n ^ n >> 27) * 0x94D049BB133111EBu;
    return n ^ n >> 31;
}

inline double unit(uint64_t bits) { return (double(int64_t(bits >> 12)) + 0.5) * 0x1p-52; }

// Natural logarithm after FDLIBM, of a normal number.
inline double logarithm(double x) {
    uint64_t bits;
    std::memcpy(&bits, &x, 8);
    int exponent = int(bits >> 52) - 1022;
    bits = (bits & 0x000FFFFFFFFFFFFFu) | 0x3FE0000000000000u;
    double m;
    std::memcpy(&m, &bits, 8);
    if (m < 0.70710678118654752440) {
        m *= 2.0;
        exponent -= 1;
    }
    const double f = m - 1.0, k = double(exponent);
    const double s = f / (2.0 + f), z = s * s, w = z * z;
    const double even = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01
                        + w * 1.531383769920937332e-01));
    const double odd = z * (6.666666666666735130e-01 + w * (2.857142874366239149e-01
                       + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
    const double half = 0.5 * f * f;
    return k * 6.93147180369123816490e-01
         - ((half - (s * (half + (odd + even)) + k * 1.90821492927058770002e-10)) - f);
}

struct Request {
    int64_t made;
    uint64_t identity;
    int32_t station, next;
};

struct Event {
    int64_t time;
    uint64_t order;  // number of the event, then the request's place in the lowest 24 bits
    bool operator<(const Event& other) const {
        return time < other.time || (time == other.time && order < other.order);
    }
};

// A heap of four branches whose first place may stand empty until the next event is put in.
struct Heap {
    std::vector<Event> events;
    bool hole = false;

    void put(Event event) {
        if (hole) {
            hole = false;
            sink(event);
            return;
        }
        size_t here = events.size();
        events.push_back(event);
        while (here > 0) {
            const size_t above = (here - 1) >> 2;
            if (!(event < events[above])) break;
            events[here] = events[above];
            here = above;
        }
        events[here] = event;
    }

    void settle() {
        if (!hole) return;
        hole = false;
        const Event last = events.back();
        events.pop_back();
        if (!events.empty()) sink(last);
    }

    void sink(Event event) {
        const size_t count = events.size();
        size_t here = 0;
        for (;;) {
            const size_t first = 4 * here + 1;
            if (first >= count) break;
            size_t least = first;
            const size_t end = first + 4 < count ? first + 4 : count;
            for (size_t one = first + 1; one < end; ++one)
                if (events[one] < events[least]) least = one;
            if (!(events[least] < event)) break;
            events[here] = events[least];
            here = least;
        }
        events[here] = event;
    }
};

struct Station {
    int32_t busy = 0, first = -1, last = -1;
};

}  // namespace

int main(int count, char** words) {
    if (count != 7 + STATIONS) return 2;
    const int64_t end = std::strtoll(words[1], nullptr, 10);
    const double speed = std::strtod(words[2], nullptr), service = std::strtod(words[3], nullptr);
    const auto key = [words](int place) { return std::strtoull(words[place], nullptr, 10); };
    const uint64_t stream = mix(key(4) ^ key(5)), gap = key(6);
    uint64_t purpose[STATIONS];
    for (int place = 0; place < STATIONS; ++place) purpose[place] = key(7 + place);

    const std::clock_t begin = std::clock();
    Heap heap;
    std::vector<Request> requests;
    int32_t unused = -1;
    Station stations[STATIONS];
    uint64_t order = 0;
    int64_t made = 0, index = -1, sum = 0, now = 0, arrival = 0;
    uint64_t identity = 0;
    __int128 total = 0;

    const auto next_arrival = [&] {
        index += 1;
        identity = mix(stream + (uint64_t(index) + 1) * GOLDEN);
        sum += int64_t(-logarithm(unit(mix(identity ^ gap))) * 0x1p32);
        const double mass = double(sum) / speed;
        arrival = mass >= double(end) ? NEVER : int64_t(std::rint(mass));
        if (arrival >= end) arrival = NEVER;
    };
    const auto serve = [&](int32_t one) {
        const Request& request = requests[one];
        const uint64_t bits = mix(request.identity ^ purpose[request.station]);
        const int64_t time = int64_t(-logarithm(unit(bits)) * service * double(TICKS) + 0.5);
        heap.put({now + time, (order++ << 24) | uint64_t(one)});
    };
    const auto come = [&](int32_t one) {
        Station& station = stations[requests[one].station];
        if (station.busy < SERVERS) {
            station.busy += 1;
            serve(one);
            return;
        }
        requests[one].next = -1;
        if (station.last >= 0) requests[station.last].next = one;
        else station.first = one;
        station.last = one;
    };

    next_arrival();
    for (;;) {
        heap.settle();
        const int64_t event = heap.events.empty() ? NEVER : heap.events[0].time;
        if (arrival <= event) {
            if (arrival == NEVER) break;
            now = arrival;
            int32_t one = unused;
            if (one >= 0) {
                unused = requests[one].next;
            } else {
                one = int32_t(requests.size());
                if (one >> 24) return 3;  // more open requests than an event has room to name
                requests.emplace_back();
            }
            requests[one] = {now, identity, 0, -1};
            made += 1;
            next_arrival();
            come(one);
            continue;
        }
        now = event;
        const int32_t one = int32_t(heap.events[0].order & 0xFFFFFF);
        heap.hole = true;
        Station& station = stations[requests[one].station];
        if (station.first >= 0) {
            const int32_t other = station.first;
            station.first = requests[other].next;
            if (station.first < 0) station.last = -1;
            serve(other);
        } else {
            station.busy -= 1;
        }
        if (++requests[one].station < STATIONS) {
            come(one);
        } else {
            total += now - requests[one].made;
            requests[one].next = unused;
            unused = one;
        }
    }
    const double seconds = double(std::clock() - begin) / CLOCKS_PER_SEC;
    const double whole = double(int64_t(total / TICKS)) + double(int64_t(total % TICKS)) / TICKS;
    std::printf("%lld %.6f %.17g\n", (long long)made, seconds, whole / double(made));
    return 0;
}
