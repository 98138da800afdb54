use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use super::{get, secret};
use crate::Record;
use crate::log::Log;
use crate::record::recorder::{Recorder, Recording};

fn folder() -> PathBuf {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let name = format!("contact-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let folder = std::env::temp_dir().join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

type Lines = Arc<Mutex<Vec<String>>>;

fn start(file: PathBuf) -> std::io::Result<(Recorder, Recording, Lines)> {
    let lines = Lines::default();
    let sink = Arc::clone(&lines);
    let log = Log::new(move |line| sink.lock().unwrap().push(line.to_owned()));
    let (recorder, recording) = Recorder::start(Some(file), Some(secret()), false, log)?;
    Ok((recorder, recording, lines))
}

#[test]
fn a_record_can_be_read_and_continued() {
    let file = folder().join("contact.jsonl");
    for _ in 0..2 {
        let (recorder, recording, lines) = start(file.clone()).unwrap();
        for target in ["/churnkey/features", "/churnkey/customers/u_1001"] {
            recorder.record(get(target), true);
        }
        drop(recorder);
        recording.end().unwrap();
        // The second time there is no new kind to report.
        if let Some(first) = lines.lock().unwrap().first() {
            assert_eq!(
                first,
                "1: GET /churnkey/features answered 200; token: header authorization, scheme Bearer"
            );
        }
    }
    let record = Record::read(&file).unwrap();
    assert_eq!(record.head.churnkey_contact, 1);
    assert!(record.head.knew_token && !record.head.translated);
    let counts: Vec<_> = record.kinds.iter().map(|kind| (&*kind.path, kind.count)).collect();
    assert_eq!(counts, [("/churnkey/features", 2), ("/churnkey/customers/…", 2)]);
    assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 1, "one file");
    assert_eq!(fs::read_to_string(&file).unwrap().lines().count(), 3);
}

#[test]
fn any_other_file_stays_as_it_is() {
    let file = folder().join("notes.txt");
    for text in [
        "",
        "notes\n",
        "{}\n",
        r#"{"churnkeyContact":2,"version":"9","began":"2026-01-01T00:00:00Z","knewToken":true,"translated":false}"#,
    ] {
        fs::write(&file, text).unwrap();
        let problem = start(file.clone()).err().unwrap().to_string();
        assert!(problem.contains("notes.txt: ") && problem.contains("record"), "{problem}");
        assert_eq!(fs::read_to_string(&file).unwrap(), text);
    }
    assert!(start(folder().join("no").join("folder")).is_err());
}

#[test]
fn a_failing_write_is_reported_once_and_at_the_end() {
    let folder = folder();
    let (recorder, recording, lines) = start(folder.join("contact.jsonl")).unwrap();
    fs::remove_dir_all(&folder).unwrap();
    for seconds in 0..3 {
        recorder.record(get(&format!("/churnkey/customers?limit={seconds}")), true);
        std::thread::sleep(std::time::Duration::from_millis(700));
    }
    drop(recorder);
    let error = recording.end().unwrap_err().to_string();
    assert!(error.starts_with("cannot write the record ") && error.contains("contact.jsonl"));
    let lines = lines.lock().unwrap();
    let problems = lines.iter().filter(|line| line.contains("cannot write the record")).count();
    assert_eq!(problems, 1, "{lines:?}");
}
