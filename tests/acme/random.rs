//! Random numbers that can be had again: the seed is printed.

use std::time::Duration;

/// The generator `SplitMix64`.
pub(crate) struct Random(u64);

impl Random {
    /// From the seed in this variable, or from a new one.
    pub(crate) fn from_environment(variable: &str) -> Self {
        let seed = match std::env::var(variable) {
            Ok(seed) => seed.parse().expect("a whole number"),
            Err(_) => getrandom::u64().unwrap(),
        };
        println!("{variable}={seed}");
        Self(seed)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        usize::try_from(mixed % u64::try_from(end).unwrap()).unwrap()
    }

    pub(crate) fn micros(&mut self, end: usize) -> Duration {
        Duration::from_micros(u64::try_from(self.below(end)).unwrap())
    }
}
