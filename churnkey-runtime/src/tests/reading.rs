use std::rc::Rc;

use actix_web::dev::Payload;
use actix_web::rt;
use actix_web::test::TestRequest;
use actix_web::web::Bytes;
use futures_util::stream;

use super::{MOST, Reading};
use crate::error::Error;
use crate::http::limits::Limits;

/// A body of which nothing comes.
fn silent() -> Payload {
    Payload::Stream { payload: Box::pin(stream::pending()) }
}

fn read(reading: &Rc<Reading>, mut payload: Payload) -> rt::task::JoinHandle<Result<Bytes, Error>> {
    let reading = Rc::clone(reading);
    rt::spawn(async move {
        let http = TestRequest::post().to_http_request();
        reading.read(&http, &mut payload, &Limits::default()).await
    })
}

#[actix_web::test]
async fn when_all_places_are_taken_the_oldest_gives_way() {
    let reading = Rc::new(Reading::default());
    let mut waiting = Vec::new();
    for _ in 0..MOST {
        waiting.push(read(&reading, silent()));
        rt::task::yield_now().await;
    }
    assert!(waiting.iter().all(|body| !body.is_finished()));
    let whole = stream::iter([Ok(Bytes::from_static(b"signed"))]);
    let newest = read(&reading, Payload::Stream { payload: Box::pin(whole) });
    assert_eq!(newest.await.unwrap().unwrap(), "signed");
    let oldest = waiting.remove(0);
    assert_eq!(oldest.await.unwrap().unwrap_err().code(), 429);
    assert!(waiting.iter().all(|body| !body.is_finished()), "and no other");
    assert_eq!(reading.lock().by_number.len(), MOST - 1, "its place is free again");
}

#[actix_web::test]
async fn a_body_that_ends_or_is_left_gives_its_place_back() {
    let reading = Rc::new(Reading::default());
    let left = read(&reading, silent());
    rt::task::yield_now().await;
    assert_eq!(reading.lock().by_number.len(), 1);
    left.abort();
    assert!(left.await.is_err());
    assert_eq!(reading.lock().by_number.len(), 0);
    let http = TestRequest::get().to_http_request();
    let body = reading.read(&http, &mut Payload::None, &Limits::default()).await.unwrap();
    assert!(body.is_empty());
}
