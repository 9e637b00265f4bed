-- By itself, so that a large one holds up nobody who reads.
create index marks_by_revision on marks (account_id, reader_id, revision);
