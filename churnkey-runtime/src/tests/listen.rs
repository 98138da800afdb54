use actix_web::rt::net::{TcpListener, TcpStream};

use super::accepted;

#[actix_web::test]
async fn what_is_written_to_a_connection_does_not_wait_for_the_client() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    let (stream, _) = listener.accept().await.unwrap();
    assert_eq!(accepted(&stream), client.local_addr().ok());
    assert!(stream.nodelay().unwrap());
}
