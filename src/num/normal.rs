//! The standard normal law: upper tail, expected loss and its inverse; relative accuracy far into both tails.
//!
//! Everything hangs on Mills' ratio `m(x) = Q(x)/φ(x)` and its gap `1 − x·m(x)`, the two functions of `x ≥ 0` that neither
//! underflow nor cancel. tools/normal.py prints every constant of this file.

use super::dd::{Dd, fast_two_sum, two_prod, two_sum};
use super::exp::exp_parts;
use super::ln::{ln, ln_any};
use super::real::{Scalar, poly};

/// `P(t) = head + tail + v·rest(v)`, `v` the place in the quarter, in `[−1, 1]`.
struct Segment {
    head: f64,
    tail: f64,
    rest: [f64; 16],
}

/// Beyond, probabilities and densities are 0 in doubles.
const EXTINCT: f64 = 50.0;

/// The quarter's polynomial at `t = (x − 4)/(x + 4)`, `x ≥ 0`.
#[inline(always)]
fn quarter<S: Scalar>(table: &[Segment; 4], x: S) -> Dd<S> {
    let four = S::splat(4.0);
    let t = (x - four) / (x + four);
    let [.., last] = table;
    let number = (t.get() + 1.0) * 2.0;
    let segment = table.get(number as usize).unwrap_or(last);
    let middle = S::splat(libm::floor(number.clamp(0.0, 3.0)) * 0.5 - 0.75);
    let v = (t - middle) * four;
    let p = fast_two_sum(S::splat(segment.head), v * poly(v, &segment.rest));
    Dd {
        hi: p.hi,
        lo: p.lo + S::splat(segment.tail),
    }
}

/// Mills' ratio `m(x) = Q(x)/φ(x)` for `0 ≤ x < 2^500`; relative error about 2^-55.
#[inline(always)]
pub(crate) fn mills<S: Scalar>(x: S) -> Dd<S> {
    let scale = two_prod(x, S::splat(1.25)).plus(S::splat(1.0));
    quarter(&RATIO, x).div(scale)
}

/// `1 − x·m(x)` for `0 ≤ x < 2^500`; relative error about 2^-55.
#[inline(always)]
pub(crate) fn mills_gap<S: Scalar>(x: S) -> Dd<S> {
    let scale = two_prod(x, x)
        .add(two_prod(x, S::splat(1.25)))
        .plus(S::splat(1.0));
    quarter(&GAP, x).div(scale)
}

/// `φ(x)·factor`, rounded once; 0 where it underflows.
#[inline(always)]
fn density_times<S: Scalar>(x: S, factor: Dd<S>) -> S {
    let x = x.abs().min(S::splat(EXTINCT));
    let power = two_prod(x, x).times_pow2(S::splat(-0.5));
    let (m, k) = exp_parts(power);
    let density = m.mul(Dd::constant(DENSITY_0.0, DENSITY_0.1));
    density.mul(factor).value().scale(k)
}

/// `Φ(x) − ½` for `|x| ≤ ¾`.
#[inline(always)]
fn centre<S: Scalar>(x: S) -> Dd<S> {
    let square = x * x;
    let bend = square * poly(square, &CENTRE);
    let slope = fast_two_sum(S::splat(DENSITY_0.0), bend);
    Dd::from(x).mul(Dd {
        hi: slope.hi,
        lo: slope.lo + S::splat(DENSITY_0.1),
    })
}

/// The upper tail `Q(x) = 1 − Φ(x)`, relative accuracy wherever it is not 0.
#[inline(always)]
pub(crate) fn upper<S: Scalar>(x: S) -> S {
    let size = x.abs().get();
    if size <= 0.5 {
        return centre(x).neg().plus(S::splat(0.5)).value();
    }
    let far = x.abs().min(S::splat(EXTINCT));
    let tail = density_times(far, mills(far));
    if x.get() < 0.0 {
        S::splat(1.0) - tail
    } else {
        tail
    }
}

/// The unit normal loss `E(Z − z)₊ = φ(z) − z·Q(z)`, relative accuracy wherever it is not 0.
#[inline(always)]
pub(crate) fn loss<S: Scalar>(z: S) -> S {
    let size = z.abs();
    let far = size.min(S::splat(EXTINCT));
    let right = density_times(far, mills_gap(far));
    if z.get() < 0.0 { size + right } else { right }
}

/// The `z` with `E(Z − z)₊ = cost`, for finite `cost > 0`.
#[inline(always)]
pub(crate) fn loss_inverse<S: Scalar>(cost: S) -> S {
    // How far the cost lies below the loss at 0.
    let below = Dd::constant(DENSITY_0.0, DENSITY_0.1).plus(-cost);
    let share = below.hi.get();
    if (-0.25..=0.19).contains(&share) {
        loss_inverse_centre(below)
    } else if share < 0.0 {
        -loss_inverse_left(cost)
    } else {
        loss_inverse_right(cost)
    }
}

/// The root of `z/2 − z² P(z²) = below`, `|z| ≤ ½`.
#[inline(always)]
fn loss_inverse_centre<S: Scalar>(below: Dd<S>) -> S {
    let half = S::splat(0.5);
    let mut z = below.hi + below.hi;
    for _ in 0..4 {
        let square = z * z;
        let bowl = poly(square, &BOWL);
        let miss = Dd::from(half * z).plus(-(square * bowl)).sub(below);
        // The slope, Q(z).
        let slope = half - centre(z).hi;
        let step = miss.value() / slope;
        // A third of the way to third order: φ(0) for φ(z).
        let bend = half * step * S::splat(DENSITY_0.0) / slope;
        z = z - step.fnma(bend, step);
    }
    z
}

/// The `a > 0` with `a + E(Z − a)₊ = cost`.
#[inline(always)]
fn loss_inverse_left<S: Scalar>(cost: S) -> S {
    let mut a = cost;
    let mut step = S::splat(0.0);
    for _ in 0..8 {
        a = a - step;
        let excess = loss(a);
        let miss = two_sum(a, -cost).plus(excess).value();
        step = miss / (S::splat(1.0) - upper(a));
        if step.abs().get() <= a.get() * 1e-17 {
            break;
        }
    }
    a - step
}

/// The root above ½, on the scale of logarithms.
#[inline(always)]
fn loss_inverse_right<S: Scalar>(cost: S) -> S {
    let one = S::splat(1.0);
    let log = ln_any(cost).sub(Dd::constant(LN_DENSITY_0.0, LN_DENSITY_0.1));
    // Right at both ends: −ln (L(z)/φ(0)) is 1.25 z near 0 and z²/2 far out.
    let square = S::splat(-2.0) * log.hi;
    let mut z = square / (square.sqrt() + S::splat(2.5));
    for _ in 0..8 {
        let gap = mills_gap(z);
        let ratio = mills(z).hi;
        let miss = ln(gap.hi)
            .plus(gap.lo / gap.hi)
            .sub(two_prod(z, z).times_pow2(S::splat(0.5)))
            .sub(log)
            .value();
        // The slope of ln L is −m/g, its second derivative 1/g − (m/g)².
        let slope = -(ratio / gap.hi);
        let step = miss / slope;
        let curve = slope.fnma(slope, one / gap.hi);
        let step = step / (S::splat(0.5) * step * (curve / slope)).fnma(one, one);
        z = z - step;
        if step.abs().get() <= z.get() * 1e-7 {
            break;
        }
    }
    z
}

/// The density at 0, `1/√(2π)`.
const DENSITY_0: (f64, f64) = (0.3989422804014327, -2.49232720227773e-17);

/// Its logarithm.
const LN_DENSITY_0: (f64, f64) = (-0.9189385332046728, 3.8782941580672414e-17);

/// `Φ(x) − ½ = x (φ(0) + x² P(x²))`, Taylor's series for |x| ≤ ¾.
const CENTRE: [f64; 13] = [
    -0.06649038006690544,
    0.009973557010035817,
    -0.0011873282154804543,
    0.00011543468761615529,
    -9.444656259503615e-06,
    6.659693516316651e-07,
    -4.122667414862689e-08,
    2.2735298243728065e-09,
    -1.1301171641619213e-10,
    5.1124347902563106e-12,
    -2.121761474217046e-13,
    8.133418984498675e-15,
    -2.896516732371323e-16,
];

/// `E(Z − x)₊ = φ(0) − x/2 + x² P(x²)`, Taylor's series for |x| ≤ ½.
const BOWL: [f64; 11] = [
    0.19947114020071635,
    -0.01662259501672636,
    0.001662259501672636,
    -0.0001484160269350568,
    1.1543468761615529e-05,
    -7.870546882919679e-07,
    4.75692394022618e-08,
    -2.5766671342891807e-09,
    1.263072124651559e-10,
    -5.6505858208096065e-12,
    2.32383399557105e-13,
];

/// `m(x) (1 + 5x/4)` as a function of `t`, one row for each quarter of `[-1, 1]`.
const RATIO: [Segment; 4] = [
    // error 2^-73.6
    Segment {
        head: 1.4360655780705625,
        tail: 6.180201862453389e-17,
        rest: [
            0.10021507797247,
            -0.0662655729681778,
            0.01456785301368115,
            -0.0016380825379348936,
            6.95149509678919e-05,
            4.247564540842245e-06,
            -4.3649978306645877e-07,
            -2.1341791676407954e-08,
            2.2219208442551008e-09,
            1.8155999205650035e-10,
            -7.4661460877428e-12,
            -1.5049883851254972e-12,
            -2.907258237680222e-14,
            8.620551215393443e-15,
            7.501270217805804e-16,
            -8.297399938623348e-18,
        ],
    },
    // error 2^-71.6
    Segment {
        head: 1.4642032347486014,
        tail: -5.822041298761058e-17,
        rest: [
            -0.03628636895285625,
            -0.011911379166563619,
            0.004654964857676235,
            -0.0008233088765823114,
            7.98301693182518e-05,
            -2.3479404260572453e-06,
            -3.5959777039493994e-07,
            3.0539835990930535e-08,
            1.9723144972418146e-09,
            -2.566163278980355e-10,
            -1.7723964075870536e-11,
            1.9564858173903175e-12,
            2.1363115810658114e-13,
            -1.0957680048058504e-14,
            -2.477415884519681e-15,
            -1.4892496997567267e-17,
        ],
    },
    // error 2^-70.5
    Segment {
        head: 1.370418564181537,
        tail: -7.39516548182039e-17,
        rest: [
            -0.04860932111310286,
            0.001900775726840491,
            0.0007455658930182256,
            -0.00022830343359495737,
            3.6763440670875557e-05,
            -3.61253386872708e-06,
            1.3757197323749633e-07,
            1.6815167050955357e-08,
            -2.5492055017959356e-09,
            -3.424357481221917e-12,
            2.721104334091166e-11,
            -1.0396668177126375e-12,
            -2.971689595333253e-13,
            1.8971222508173465e-14,
            3.555248389876055e-15,
            -2.584691181644297e-16,
        ],
    },
    // error 2^-72.0
    Segment {
        head: 1.2840805796427275,
        tail: 4.010805420224289e-18,
        rest: [
            -0.03704444051314192,
            0.003080408833432212,
            -9.394878406904937e-05,
            -2.9456428542952407e-05,
            7.964227519229622e-06,
            -1.2312967620804892e-06,
            1.331107712900605e-07,
            -8.834205538376877e-09,
            -4.1414921862270564e-11,
            9.423646946685913e-11,
            -1.0748975729596912e-11,
            8.229129724785164e-14,
            1.3151029200929102e-13,
            -1.4739503722029594e-14,
            -5.798115737896062e-16,
            2.701809734452326e-16,
        ],
    },
];

/// `(1 − x m(x)) (1 + 5x/4 + x²)` as a function of `t`, one row for each quarter of `[-1, 1]`.
const GAP: [Segment; 4] = [
    // error 2^-70.2
    Segment {
        head: 1.063900967298937,
        tail: 4.707775393281264e-17,
        rest: [
            0.09519374066134141,
            0.0045397654987577194,
            -0.020025308134613864,
            0.00595945773440134,
            -0.0007478499578604157,
            2.4299590698226947e-05,
            3.7088395759190935e-06,
            -2.2526230269385147e-07,
            -2.5645671351068973e-08,
            1.1176830805797391e-09,
            2.1767458949683724e-10,
            7.842932923065861e-13,
            -1.5912103974570912e-12,
            -9.90715258198609e-14,
            6.064093371576954e-15,
            1.1821524014990154e-15,
        ],
    },
    // error 2^-68.9
    Segment {
        head: 1.1856258573121907,
        tail: 8.760009487600695e-18,
        rest: [
            0.009969180960317193,
            -0.02459192274721915,
            0.0031856264351645394,
            0.0006453690958229471,
            -0.0002823991239604446,
            4.037981340999528e-05,
            -1.5473226944040584e-06,
            -2.677433439992712e-07,
            2.5130026800399508e-08,
            2.0747463696767596e-09,
            -2.565404881451723e-10,
            -2.3736561671179463e-11,
            2.166877998540584e-12,
            3.2531265156853187e-13,
            -1.0723287137734111e-14,
            -4.013432486248963e-15,
        ],
    },
    // error 2^-66.3
    Segment {
        head: 1.136302772709218,
        tail: 2.1068582857593328e-17,
        rest: [
            -0.045260360023131566,
            -0.004278355321971882,
            0.002321383529576556,
            -0.00037252458716259155,
            1.0614557826443537e-05,
            8.05842218418008e-06,
            -1.836446504478714e-06,
            1.6175470520523298e-07,
            5.16302052407565e-09,
            -2.5167582652794894e-09,
            1.0406633769671525e-10,
            2.9057036560790175e-11,
            -2.638111167550278e-12,
            -3.564119394663756e-13,
            4.3638727034850316e-14,
            4.948489131794036e-15,
        ],
    },
    // error 2^-67.5
    Segment {
        head: 1.04194142786047,
        tail: 3.251782278231876e-17,
        rest: [
            -0.04469794753329582,
            0.0025474980062352385,
            0.0003124002113418104,
            -0.00012202424723983796,
            2.0588013305673085e-05,
            -1.9799450048847764e-06,
            7.755785987912047e-09,
            3.6361872182102995e-08,
            -7.140296925588217e-09,
            6.602554862717134e-10,
            6.265697331161897e-12,
            -1.1025008516790812e-11,
            1.3290562579205258e-12,
            2.4544157566899726e-14,
            -2.532053882310894e-14,
            2.136744743285086e-15,
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::{loss, loss_inverse, upper};

    fn close(found: f64, expected: f64, ulps: f64) {
        let error = (found - expected).abs() / (expected.abs() * f64::EPSILON);
        assert!(error <= ulps, "{found:e} for {expected:e}: {error}");
    }

    #[test]
    fn known_values() {
        close(upper(-7.5), 0.99999999999996809108, 1.0);
        close(upper(-2.0), 0.9772498680518207928, 1.0);
        close(upper(-0.75), 0.77337264762313180067, 1.0);
        close(upper(-0.3), 0.61791142218895263307, 1.0);
        close(upper(1e-8), 0.49999999601057719599, 1.0);
        close(upper(0.3), 0.38208857781104736693, 1.0);
        close(upper(0.75), 0.22662735237686819933, 1.0);
        close(upper(1.0), 0.15865525393145705141, 1.0);
        close(upper(2.5), 0.006209665325776135167, 1.0);
        close(upper(8.0), 6.2209605742717841235e-16, 1.0);
        close(upper(20.0), 2.7536241186062336951e-89, 1.0);
        close(upper(37.0), 5.7255712225245768227e-300, 1.0);
        close(loss(-7.5), 7.5000000000000041152, 1.0);
        close(loss(-2.0), 2.0084907026168296375, 1.0);
        close(loss(-0.75), 0.88116691787215325544, 1.0);
        close(loss(-0.3), 0.56676124211720986994, 1.0);
        close(loss(1e-8), 0.39894227540143269789, 1.0);
        close(loss(0.3), 0.26676124211720988104, 1.0);
        close(loss(0.75), 0.13116691787215325544, 1.0);
        close(loss(1.0), 0.083315470587686298383, 1.0);
        close(loss(2.5), 0.0020041371791281994447, 1.0);
        close(loss(8.0), 7.5502624119464989137e-17, 1.0);
        close(loss(20.0), 1.3700124947295799431e-90, 1.0);
        close(loss(37.0), 1.5451991905122024593e-301, 1.0);
        close(loss_inverse(1e-300), 36.9495680540377729, 1.0);
        close(loss_inverse(1e-20), 9.0219785781562547911, 1.0);
        close(loss_inverse(0.01), 1.9383563072901023058, 1.0);
        close(loss_inverse(0.1), 0.9023463475100344911, 1.0);
        close(loss_inverse(0.2), 0.49288732720681845636, 1.0);
        close(loss_inverse(0.21), 0.46130706808733727295, 1.0);
        close(loss_inverse(0.25), 0.34486746399902441161, 1.0);
        close(loss_inverse(0.39894), 4.5608111637200003717e-6, 1.0);
        close(
            loss_inverse(0.3989422804014327),
            -4.9846544045554600582e-17,
            1.0,
        );
        close(loss_inverse(0.4), -0.002113656905003845182, 1.0);
        close(loss_inverse(0.6), -0.35293219650264267444, 1.0);
        close(loss_inverse(0.65), -0.42959999137770638132, 1.0);
        close(loss_inverse(1.0), -0.89947156125374354962, 1.0);
        close(loss_inverse(40.0), -40.0, 1.0);
    }

    #[test]
    fn inverses_come_back() {
        for i in 1..4000 {
            let p = f64::from(i) / 4000.0;
            let z = loss_inverse(p);
            close(loss(z), p, 2.0 * (upper(z) * z.abs() / p + 1.0));
        }
    }
}
