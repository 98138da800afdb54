//! A request on its way through: read within limits, translated if wanted, sent on, answered, and told to the recorder.

pub(crate) mod answer;
pub(crate) mod limits;
pub(crate) mod pass;
pub(crate) mod upstream;
