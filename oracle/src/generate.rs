//! Where the kernels are tried: the same points in every run.

/// Arguments of one call: reals and, for functions of counts, whole numbers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Point {
    /// The real arguments, in order.
    pub x: [f64; 4],
    /// The whole arguments, in order.
    pub k: [u64; 3],
}

impl Point {
    /// A point of up to four reals.
    #[must_use]
    pub fn real(arguments: &[f64]) -> Self {
        let mut point = Self::default();
        for (to, from) in point.x.iter_mut().zip(arguments) {
            *to = *from;
        }
        point
    }

    /// A point of up to three whole numbers.
    #[must_use]
    pub fn whole(arguments: &[u64]) -> Self {
        let mut point = Self::default();
        for (to, from) in point.k.iter_mut().zip(arguments) {
            *to = *from;
        }
        point
    }
}

/// SplitMix64 and a counter: the counter walks through lists and kinds of ranges, the rest is drawn.
pub struct Generator {
    state: u64,
    index: usize,
    sizes: Vec<f64>,
}

impl Generator {
    /// The generator of this name; every name has its own points.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let seed = name.bytes().fold(0xcbf2_9ce4_8422_2325, |h: u64, b| {
            (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)
        });
        Self {
            state: seed,
            index: 0,
            sizes: sizes(),
        }
    }

    /// On to the next point.
    pub fn advance(&mut self) {
        self.index += 1;
    }

    /// How many points came before this one.
    #[must_use]
    pub fn index(&self) -> usize {
        self.index
    }

    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Uniform on [0, 1).
    pub fn uniform(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Uniform between two numbers.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.uniform()
    }

    /// 2 to a power uniform between two numbers.
    pub fn power(&mut self, low: f64, high: f64) -> f64 {
        let power = self.between(low, high);
        // In two steps, so that subnormals are reached.
        (power / 2.0).exp2() * (power / 2.0).exp2()
    }

    /// A pool size: in turn from [`sizes`], log-uniform in `n − 1` and in `n`, and evenly spaced where people use it.
    pub fn n(&mut self) -> f64 {
        match self.index % 8 {
            0 | 1 => {
                let at = self.index / 8 * 2 + self.index % 8;
                self.sizes[at % self.sizes.len()]
            }
            2 => 1.0 + self.power(-52.0, 0.0),
            3 => 1.0 + self.power(-8.0, 10.0),
            4 => self.power(0.0, 1023.9),
            5 => self.power(0.0, 20.0),
            6 => 1.0 + (self.index / 8) as f64 / 1024.0,
            _ => self.power(0.0, 40.0).floor(),
        }
    }

    /// A pool size of 64 bits, log-uniform.
    pub fn count(&mut self) -> u64 {
        self.power(0.0, 63.999) as u64
    }

    /// A number of 1 to `n`: anywhere, near the low end, near the high end.
    pub fn part(&mut self, n: u64) -> u64 {
        let k = match self.index % 3 {
            0 => (self.uniform() * n as f64) as u64,
            1 => self.power(0.0, 5.0) as u64,
            _ => n.saturating_sub(self.bits() % 20),
        };
        k.clamp(1, n)
    }

    /// A divergence in nats: minute, moderate, up to where `n` leaves the doubles.
    pub fn nats(&mut self) -> f64 {
        match self.bits() % 4 {
            0 => self.power(-120.0, 0.0),
            1 => self.between(0.0, 720.0),
            2 => [
                0.0,
                5e-324,
                f64::MIN_POSITIVE,
                0.5,
                1.0,
                2.0_f64.ln(),
                708.0,
            ][self.index / 4 % 7],
            _ => self.between(0.0, 5.0),
        }
    }

    /// A number of (0, 1): anywhere, next to 0, next to 1.
    pub fn share(&mut self) -> f64 {
        let x = match self.bits() % 3 {
            0 => self.uniform(),
            1 => self.power(-60.0, 0.0),
            _ => 1.0 - self.power(-53.0, 0.0),
        };
        if x > 0.0 && x < 1.0 { x } else { 0.5 }
    }

    /// A Rényi order: within (0, 1), about 1 from afar to an ulp, moderate, extreme, and the limits.
    pub fn order(&mut self) -> f64 {
        match self.bits() % 6 {
            0 => self.uniform(),
            1 => self.power(-10.0, 10.0),
            2 => 1.0 + self.power(-52.0, -1.0),
            3 => 1.0 - self.power(-53.0, -1.0),
            4 => self.power(-100.0, 100.0),
            _ => [
                1.0,
                f64::INFINITY,
                0.5,
                2.0,
                3.0,
                0.0,
                1.0 + f64::EPSILON,
                1.0 - f64::EPSILON / 2.0,
            ][self.index / 6 % 8],
        }
    }

    /// A scale of rewards.
    pub fn reward(&mut self) -> f64 {
        self.power(-10.0, 10.0)
    }
}

/// Pool sizes where kernels change course or round awkwardly.
#[must_use]
pub fn sizes() -> Vec<f64> {
    let mut sizes = vec![1.0, 1e300, f64::MAX];
    sizes.extend((1..=52).map(|k| 1.0 + 2_f64.powi(-k)));
    for k in 0..1024 {
        around(&mut sizes, 2_f64.powi(k), 1);
    }
    for k in 0..8 {
        for sixteenth in 0..16 {
            around(
                &mut sizes,
                (1.0 + f64::from(sixteenth) / 16.0) * 2_f64.powi(k),
                2,
            );
        }
    }
    around(&mut sizes, 1.0625, 8);
    sizes.extend((1..=512).map(f64::from));
    sizes
}

/// `x` and its neighbours up to `reach` ulp away, from 1 on.
fn around(sizes: &mut Vec<f64>, x: f64, reach: u64) {
    let bits = x.to_bits();
    sizes.extend(
        (bits - reach..=bits + reach)
            .map(f64::from_bits)
            .filter(|x| (1.0..=f64::MAX).contains(x)),
    );
}
