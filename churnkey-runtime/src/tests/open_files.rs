use super::Capacity;

#[test]
fn where_there_are_files_for_all_there_are_all_places() {
    assert_eq!(Capacity::within(20_000, 2, 4096), Capacity { places: 4096, limit: None });
    assert_eq!(Capacity::within(2 * 4096 + 256, 2, 4096), Capacity { places: 4096, limit: None });
}

#[test]
fn where_there_are_not_the_workers_share_what_is_left_beside_the_programs_own() {
    assert_eq!(Capacity::within(1024, 2, 4096), Capacity { places: 384, limit: Some(1024) });
    assert_eq!(Capacity::within(256, 2, 4096), Capacity { places: 96, limit: Some(256) });
}

#[test]
fn there_is_always_room_for_one_and_the_next() {
    for limit in [0, 1, 8] {
        assert_eq!(Capacity::within(limit, 8, 4096), Capacity { places: 2, limit: Some(limit) });
    }
}
