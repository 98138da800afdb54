//! The actions as Churnkey's side knows them, each in a file with its entry in the table of modules, its checks, and
//! its visible effect. The files that try them are in `writes/`.

pub(crate) mod apply_coupon;
pub(crate) mod cancel;
pub(crate) mod change_price;
pub(crate) mod choices;
pub(crate) mod extend_trial;
pub(crate) mod pause;

pub(crate) use apply_coupon::APPLY_COUPON;
pub(crate) use cancel::CANCEL;
pub(crate) use change_price::CHANGE_PRICE;
pub(crate) use extend_trial::EXTEND_TRIAL;
pub(crate) use pause::PAUSE;
