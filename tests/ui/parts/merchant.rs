// `merchant!(customers prices);` is a context, `Billing`, with these modules.
macro_rules! merchant {
    ($($module:ident)*) => {
        include!("../parts/context.rs");
        $(include!(concat!("../parts/", stringify!($module), ".rs"));)*
    };
}
