//! The three modules that every integration has.

merchant!(customers prices subscriptions);

fn serves() {
    drop(churnkey::serve(Billing));
}
