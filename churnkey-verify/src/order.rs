//! The order of a run.

use crate::checks::{REACH_CONTENT_TYPE, REACH_JSON, REACH_TIME, REACH_URL};
use crate::run::Run;
use crate::steps::{
    authentication, endpoints, errors, find, links, manifest, paging, reach, retrieve, shapes,
};
use crate::{CannotRun, data, writes};

/// # Errors
/// The first request gets no answer at all.
pub(crate) async fn all(run: &mut Run<'_>) -> Result<(), CannotRun> {
    let Some(found) = reach::find(run).await? else { return Ok(()) };
    let mut announced = manifest::check(run, found);
    let data = data::gather(run, &mut announced).await;
    shapes::check(run, &data);
    paging::check(run, &data).await;
    retrieve::check(run, &data).await;
    links::check(run, &data, &announced).await;
    find::check(run, &data, &announced).await;
    errors::check(run, &data).await;
    authentication::check(run, &data, &announced).await;
    endpoints::check(run, &data, &announced).await;
    writes::check(run, &data, &announced).await;
    for check in [&REACH_URL, &REACH_JSON, &REACH_CONTENT_TYPE, &REACH_TIME] {
        run.pass_unless(check, "all requests", 0);
    }
    Ok(())
}
