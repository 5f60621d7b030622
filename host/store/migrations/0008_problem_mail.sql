-- Mails to those who proposed a problem: of the newest step that they were not told of.

alter table problem add column untold_step bigint;
alter table problem add column tell_tries bigint not null default 0;
alter table problem add column tell_after bigint not null default 0;
create index problem_untold on problem (id) where untold_step is not null;
