//! A kill at any moment loses nothing that was answered, and leaves nothing half done.
//!
//! `ACME_KILL_RUNS` is the number of runs (3 unless told otherwise), `ACME_KILL_SEED` repeats those of a failure.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::acme::{Acme, command};
use crate::books::Books;
use crate::database::Store;
use crate::random::Random;
use crate::scripts::{Script, scripts};
use crate::support::Request;

fn runs() -> usize {
    std::env::var("ACME_KILL_RUNS").map_or(3, |runs| runs.parse().expect("a number of runs"))
}

const CLIENTS: usize = 16;

/// How far a script has come.
#[derive(Default)]
struct Progress {
    answered: AtomicUsize,
    /// One more was sent, and its answer never came.
    unanswered: AtomicBool,
}

/// Sixteen clients, each with scripts of its own, which it takes on by an action at a time. They end when all is done, or
/// when the server is gone.
fn play(acme: &Acme, scripts: &[Script], progress: &[Progress], answered: &AtomicUsize) {
    thread::scope(|scope| {
        for client in 0..CLIENTS {
            scope.spawn(move || {
                let mine = || (client..scripts.len()).step_by(CLIENTS);
                let longest = mine().map(|script| scripts[script].acts.len()).max().unwrap_or(0);
                for turn in 0..longest {
                    for script in mine() {
                        let known = &progress[script];
                        let Some(act) = scripts[script].acts.get(turn) else { continue };
                        if turn < known.answered.load(Ordering::Relaxed) {
                            continue; // before the kill
                        }
                        match acme.server.send(&Request::new(&act.path, &act.body)) {
                            Ok(answer) if answer.status == 200 => {
                                known.answered.fetch_add(1, Ordering::Relaxed);
                                answered.fetch_add(1, Ordering::Relaxed);
                            }
                            Ok(answer) => panic!("{}: {} {}", act.path, answer.body, act.body),
                            Err(_) => {
                                known.unanswered.store(true, Ordering::Relaxed);
                                return;
                            }
                        }
                    }
                }
            });
        }
    });
}

/// What became of all runs.
#[derive(Debug, Default)]
struct Figures {
    answered: usize,
    unanswered_and_done: usize,
    unanswered_and_not_done: usize,
    kills: usize,
}

fn killed_amid_actions(store: Store, random: &mut Random, figures: &mut Figures) {
    let mut acme = Acme::on(store);
    let before = Books::of(&acme);
    let scripts = scripts(&before);
    let all: usize = scripts.iter().map(|script| script.acts.len()).sum();
    let progress: Vec<_> = scripts.iter().map(|_| Progress::default()).collect();

    let answered = AtomicUsize::new(0);
    let (kill_after, and) = (random.below(all * 9 / 10), random.micros(3_000));
    let victim = acme.server.child.id().to_string();
    thread::scope(|scope| {
        let clients = scope.spawn(|| play(&acme, &scripts, &progress, &answered));
        while answered.load(Ordering::Relaxed) < kill_after && !clients.is_finished() {
            thread::sleep(Duration::from_micros(200));
        }
        thread::sleep(and);
        let kill = std::process::Command::new("kill").args(["-KILL", &victim]).status().unwrap();
        assert!(kill.success());
    });
    assert!(answered.load(Ordering::Relaxed) < all, "the kill came in the midst");
    acme.kill();
    figures.kills += 1;
    figures.answered += answered.load(Ordering::Relaxed);
    if random.below(3) == 0 {
        // And once more, while it makes good what the first kill has left.
        let mut child = acme.command().spawn().unwrap();
        thread::sleep(random.micros(60_000));
        child.kill().unwrap();
        child.wait().unwrap();
        figures.kills += 1;
    }
    acme.killed_and_started();

    let after = Books::of(&acme);
    let (mut states, mut redeemed) = (before.states.clone(), before.redeemed.clone());
    for (script, known) in scripts.iter().zip(&progress) {
        let answered = known.answered.load(Ordering::Relaxed);
        let unanswered = known.unanswered.load(Ordering::Relaxed);
        let done = script.noted(&after);
        assert!(done >= answered, "an answered action was lost");
        assert!(done <= answered + usize::from(unanswered), "nobody asked for it");
        if unanswered {
            figures.unanswered_and_done += done - answered;
            figures.unanswered_and_not_done += answered + 1 - done;
        }
        script.play(done, &mut states, &mut redeemed);
    }
    // Each action that is in the journal is there with all that it touches, and no other has left a trace.
    for (id, state) in &states {
        assert_eq!(&after.states[id], state, "{id}");
    }
    assert_eq!(after.redeemed, redeemed);

    // Who got no answer asks again, and then for the rest. In the end each was done once.
    play(&acme, &scripts, &progress, &answered);
    let (mut states, mut redeemed) = (before.states, before.redeemed);
    for script in &scripts {
        script.play(script.acts.len(), &mut states, &mut redeemed);
    }
    let after = Books::of(&acme);
    for (id, state) in &states {
        assert_eq!(&after.states[id], state, "{id}");
    }
    assert_eq!(after.redeemed, redeemed);
}

fn killed_again_and_again(make: impl Fn() -> Option<Store>) {
    let mut random = Random::from_environment("ACME_KILL_SEED");
    let (begun, mut figures) = (Instant::now(), Figures::default());
    for run in 1..=runs() {
        let Some(store) = make() else { return };
        let kind = store.kind();
        killed_amid_actions(store, &mut random, &mut figures);
        println!("{run} runs on {kind}: {figures:?}, {} s", begun.elapsed().as_secs());
    }
}

#[test]
fn sigkill_amid_concurrent_actions_loses_none_and_leaves_none_half_done() {
    killed_again_and_again(|| Some(Store::sqlite()));
}

#[test]
fn sigkill_amid_concurrent_actions_does_not_on_postgresql_either() {
    killed_again_and_again(Store::postgresql);
}

#[test]
fn sigkill_amid_the_first_start_leaves_no_half_filled_database() {
    let mut random = Random::from_environment("ACME_KILL_SEED");
    for store in Store::each() {
        for _ in 0..5 {
            let mut child = command(&store).spawn().unwrap();
            thread::sleep(random.micros(400_000));
            child.kill().unwrap();
            child.wait().unwrap();
        }
        let acme = Acme::on(store);
        assert_eq!(Books::of(&acme).states.len(), 101);
    }
}
