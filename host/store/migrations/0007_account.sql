-- The public account: ways to find in the record and among pilots what it tells, without
-- reading all of them. No table and no column of its own.

-- What a challenge's trail is made of.
create index chain_link_subject on chain_link (subject, kind, seq);
-- What a year counts.
create index chain_link_kind on chain_link (kind, at);
create index pilot_opened on pilot (opened_at);
create index pilot_milestone_reached on pilot_milestone (reached_at) where reached_at is not null;
create index pilot_measurement_day on pilot_measurement (measured_on);
