//! The features that the package `churnkey-examples` is tested with. Its examples are built with the same features, or
//! a test run would build them once for each set.

use std::process::Command;

use crate::support::example_with;

const FEATURES: [(&str, bool); 3] = [
    ("metrics", cfg!(feature = "metrics")),
    ("otlp", cfg!(feature = "otlp")),
    ("rustls", cfg!(feature = "rustls")),
];

pub(crate) fn example(name: &str) -> Command {
    let on = FEATURES.iter().filter(|(_, on)| *on).map(|(feature, _)| *feature);
    example_with(&on.collect::<Vec<_>>(), name)
}
