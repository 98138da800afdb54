use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::{fs, thread};

use super::{exchange, get};
use crate::log::Log;
use crate::record::file::Record;
use crate::record::recorder::{Recorder, Recording};

fn log() -> (Log, Arc<Mutex<Vec<String>>>) {
    let lines: Arc<Mutex<Vec<String>>> = Arc::default();
    let sink = Arc::clone(&lines);
    (Log::new(move |line| sink.lock().unwrap().push(line.to_owned())), lines)
}

#[test]
fn a_thread_that_has_panicked_is_an_error() {
    let error = Recording::new(thread::spawn(|| panic!("on purpose"))).end().unwrap_err();
    assert!(error.to_string().contains("the record is not complete"), "{error}");
}

#[test]
fn without_its_thread_it_says_once_that_nothing_is_recorded() {
    let (log, lines) = log();
    let (exchanges, receiver) = channel();
    let recorder = Recorder::new(exchanges, log);
    recorder.record(get("/churnkey/features"), true);
    assert!(lines.lock().unwrap().is_empty());
    drop(receiver);
    for _ in 0..3 {
        recorder.record(get("/churnkey/features"), true);
    }
    let lines = lines.lock().unwrap();
    assert!(lines.len() == 1 && lines[0].contains("nothing is recorded any more"), "{lines:?}");
    assert_eq!(recorder.missed(), 3);
}

#[test]
fn clients_without_the_token_fill_only_half_of_the_queue() {
    let (exchanges, receiver) = channel();
    let recorder = Recorder::new(exchanges, log().0);
    let record = |count: usize, is_trusted: bool| {
        (0..count).for_each(|_| recorder.record(get("/churnkey/features"), is_trusted));
        recorder.missed()
    };
    assert_eq!(record(128, false), 0);
    assert_eq!(record(300, false), 300);
    assert_eq!(record(128, true), 300);
    assert_eq!(record(1, true), 301);
    drop(receiver.recv().unwrap());
    assert_eq!(record(1, false), 301);
    assert_eq!(record(1, false), 302);
}

#[test]
fn a_function_for_lines_that_panics_stops_nothing() {
    let file = std::env::temp_dir().join(format!("panicking-{}.jsonl", std::process::id()));
    let log = Log::new(|_| panic!("on purpose"));
    let (recorder, recording) =
        Recorder::start(Some(file.clone()), None, false, log.clone()).unwrap();
    log.once("a line");
    recorder.record(get("/churnkey/features"), true);
    recorder.record(exchange("POST", "/churnkey/actions/subscription/cancel", "{}"), true);
    drop(recorder);
    recording.end().unwrap();
    assert_eq!(Record::read(&file).unwrap().kinds.len(), 2);
    fs::remove_file(&file).unwrap();
}
