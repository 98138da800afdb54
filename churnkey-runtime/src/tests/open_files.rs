use super::Capacity;

#[test]
fn with_enough_files_there_are_all_places() {
    assert_eq!(Capacity::within(20_000, 2, 4096), Capacity { places: 4096, limit: None });
    assert_eq!(Capacity::within(2 * 4096 + 256, 2, 4096), Capacity { places: 4096, limit: None });
}

#[test]
fn with_too_few_files_the_workers_share_what_the_program_leaves() {
    assert_eq!(Capacity::within(1024, 2, 4096), Capacity { places: 384, limit: Some(1024) });
    assert_eq!(Capacity::within(256, 2, 4096), Capacity { places: 96, limit: Some(256) });
}

#[test]
fn there_are_always_two_places() {
    for limit in [0, 1, 8] {
        assert_eq!(Capacity::within(limit, 8, 4096), Capacity { places: 2, limit: Some(limit) });
    }
}
