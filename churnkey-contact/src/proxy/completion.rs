//! Runs a request to its end even if its client leaves. Otherwise the integration might see half of it, and the record
//! nothing.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use actix_web::{HttpResponse, rt};
use tokio::sync::oneshot;

/// How many requests go on without their client. The shutdown waits for them.
pub(crate) type Unattended = Arc<AtomicUsize>;

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Attended,
    Unattended,
    Ended,
}

/// Waits for the response. actix drops it when the client has left.
struct Client {
    state: Rc<Cell<State>>,
    unattended: Unattended,
}

/// Dropped when the work has ended.
struct Work {
    state: Rc<Cell<State>>,
    unattended: Unattended,
}

/// Starts the work on this thread, in a task of its own, and waits until it sends its response. `None` if it panics
/// before that.
pub(crate) async fn run<F>(
    unattended: &Unattended,
    begin: impl FnOnce(oneshot::Sender<HttpResponse>) -> F,
) -> Option<HttpResponse>
where
    F: Future<Output = ()> + 'static,
{
    let (sender, response) = oneshot::channel();
    let state = Rc::new(Cell::new(State::Attended));
    let _client = Client { state: Rc::clone(&state), unattended: Arc::clone(unattended) };
    let work = Work { state, unattended: Arc::clone(unattended) };
    let run = begin(sender);
    rt::spawn(async move {
        let _work = work;
        run.await;
    });
    response.await.ok()
}

impl Drop for Client {
    fn drop(&mut self) {
        if self.state.get() == State::Attended {
            self.state.set(State::Unattended);
            self.unattended.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        if self.state.replace(State::Ended) == State::Unattended {
            self.unattended.fetch_sub(1, Ordering::Relaxed);
        }
    }
}
