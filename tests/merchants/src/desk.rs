//! What happens to a call before the merchant answers it.

use std::pin::Pin;
use std::sync::Mutex;
use std::time::Duration;

use churnkey::actix_web::rt::time::sleep;
use churnkey::prelude::*;

use crate::Call;

/// `Ok` if the merchant is to answer the call, or else the error that it ends with.
pub type Answered<'a> = Pin<Box<dyn Future<Output = Result<()>> + 'a>>;

/// Every call comes here first.
pub trait Desk: Send + Sync {
    fn take(&self, call: Call) -> Answered<'_>;

    /// The owner of the subscription that is asked for.
    fn owner(&self, key: &SubscriptionKey) -> CustomerId {
        key.customer_id.clone()
    }

    /// What it has noted since the last look.
    fn noted(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Notes each read, and each action that was done. The id decides how a call ends: `missing` does not exist, `broken`
/// has a failing database, `panic` panics, and `missing_later`, `broken_later` and `panic_later` do so after 50 ms;
/// `slow_100` takes 100 ms, `hangs` never ends, `stolen` is another customer's subscription, and anything else exists.
#[derive(Default)]
pub struct Notes(Mutex<Vec<String>>);

impl Desk for Notes {
    fn take(&self, call: Call) -> Answered<'_> {
        Box::pin(async move {
            let note = || self.0.lock().unwrap().push(call.to_string());
            if !call.is_action() {
                note();
                return there(call.id()).await;
            }
            there(call.id()).await?;
            note();
            Ok(())
        })
    }

    fn owner(&self, key: &SubscriptionKey) -> CustomerId {
        match key.subscription_id.as_str() {
            "stolen" => CustomerId::new("somebody_else"),
            _ => key.customer_id.clone(),
        }
    }

    fn noted(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

async fn there(id: &str) -> Result<()> {
    if let Some(id) = id.strip_suffix("_later") {
        sleep(Duration::from_millis(50)).await;
        return Box::pin(there(id)).await;
    }
    match id {
        "missing" => Err(Error::not_found("it does not exist")),
        "broken" => Err(std::io::Error::other("password of the database: hunter2"))?,
        slow if slow.starts_with("slow_") => {
            sleep(Duration::from_millis(slow["slow_".len()..].parse()?)).await;
            Ok(())
        }
        "hangs" => std::future::pending().await,
        "panic" => panic!("a bug in the merchant's code"),
        _ => Ok(()),
    }
}
