//! The steps of a run, in their order. Each step tells what it found and hands on what the next ones need.

mod authentication;
mod compare;
mod data;
mod endpoints;
mod errors;
mod features;
mod find;
mod links;
mod paging;
mod reach;
mod retrieve;
mod shapes;
mod walk;

pub(crate) use compare::difference;
pub(crate) use data::Data;

use super::checks::{REACH_CONTENT_TYPE, REACH_JSON, REACH_TIME, REACH_URL};
use super::run::Run;
use super::{CannotRun, actions};

/// # Errors
/// When the first request gets no answer at all.
pub(crate) async fn all(run: &mut Run<'_>) -> Result<(), CannotRun> {
    let Some(found) = reach::find(run).await? else { return Ok(()) };
    let mut announced = features::check(run, found);
    let data = data::gather(run, &mut announced).await;
    shapes::check(run, &data);
    paging::check(run, &data).await;
    retrieve::check(run, &data).await;
    links::check(run, &data, &announced).await;
    find::check(run, &data, &announced).await;
    errors::check(run, &data).await;
    authentication::check(run, &data, &announced).await;
    endpoints::check(run, &data, &announced).await;
    actions::check(run, &data, &announced).await;
    for check in [&REACH_URL, &REACH_JSON, &REACH_CONTENT_TYPE, &REACH_TIME] {
        run.pass_unless(check, "all requests", 0);
    }
    Ok(())
}
