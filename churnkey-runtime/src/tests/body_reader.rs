use std::rc::Rc;

use actix_web::dev::Payload;
use actix_web::rt;
use actix_web::test::TestRequest;
use actix_web::web::Bytes;
use futures_util::stream;

use super::{BodyReader, MOST};
use crate::error::Error;
use crate::http::limits::Limits;

/// A body that never arrives.
fn silent() -> Payload {
    Payload::Stream { payload: Box::pin(stream::pending()) }
}

fn read(
    reader: &Rc<BodyReader>,
    mut payload: Payload,
) -> rt::task::JoinHandle<Result<Bytes, Error>> {
    let reader = Rc::clone(reader);
    rt::spawn(async move {
        let http = TestRequest::post().to_http_request();
        reader.read(&http, &mut payload, &Limits::default()).await
    })
}

#[actix_web::test]
async fn when_all_places_are_taken_the_oldest_gives_way() {
    let reader = Rc::new(BodyReader::default());
    let mut waiting = Vec::new();
    for _ in 0..MOST {
        waiting.push(read(&reader, silent()));
        rt::task::yield_now().await;
    }
    assert!(waiting.iter().all(|body| !body.is_finished()));
    let whole = stream::iter([Ok(Bytes::from_static(b"signed"))]);
    let newest = read(&reader, Payload::Stream { payload: Box::pin(whole) });
    assert_eq!(newest.await.unwrap().unwrap(), "signed");
    let oldest = waiting.remove(0);
    assert_eq!(oldest.await.unwrap().unwrap_err().code(), 429);
    assert!(waiting.iter().all(|body| !body.is_finished()), "and no other");
    assert_eq!(reader.lock().by_number.len(), MOST - 1, "its place is free again");
}

#[actix_web::test]
async fn a_body_that_ends_or_is_dropped_frees_its_place() {
    let reader = Rc::new(BodyReader::default());
    let dropped = read(&reader, silent());
    rt::task::yield_now().await;
    assert_eq!(reader.lock().by_number.len(), 1);
    dropped.abort();
    assert!(dropped.await.is_err());
    assert_eq!(reader.lock().by_number.len(), 0);
    let http = TestRequest::get().to_http_request();
    let body = reader.read(&http, &mut Payload::None, &Limits::default()).await.unwrap();
    assert!(body.is_empty());
}
