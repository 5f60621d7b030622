-- Problems: what citizens and staff propose, before there is a challenge. As before: text,
-- bigint and double precision alone.

create table problem (
    id text primary key,
    -- Who proposes it: for the own list and the limit of a day. Nobody else is shown it, and
    -- it goes with an erasure.
    account_id text references account (id),
    -- Whether staff propose it. Then it needs nobody to let it pass.
    is_of_city bigint not null check (is_of_city in (0, 1)),
    -- The language that it is written in.
    language text not null check (language in ('bg', 'en')),
    title text not null,
    affected text not null,
    importance text not null,
    solved_when text not null,
    -- Its texts in small letters, for the search: databases fold Cyrillic each in its own way.
    words text not null,
    field text not null check (field in ('mobility', 'utilities', 'services', 'ict')),
    -- Official numbers between commas: `,3,17,`. Empty for the whole city.
    districts text not null,
    state text not null check (state in ('proposed', 'shown', 'refused', 'merged', 'answered', 'challenge')),
    proposed_at bigint not null,
    -- When staff first let it pass.
    shown_at bigint,
    -- Why staff do not; for whoever proposes it, and for staff.
    refused_because text,
    -- How many accounts support it: as many as it has rows below.
    supporters bigint not null default 0,
    -- Never one that is merged itself.
    merged_into text references problem (id),
    merged_at bigint,
    answer text check (answer in ('taken-up', 'planned', 'not-ours', 'no')),
    answer_bg text,
    answer_en text,
    answered_at bigint,
    challenge_id text references challenge (id),
    constraint problem_merged check ((state = 'merged') = (merged_into is not null)),
    constraint problem_answered check ((answer is null) = (answered_at is null)),
    constraint problem_linked check ((state = 'challenge') = (challenge_id is not null))
);
create index problem_newest on problem (state, id);
create index problem_supported on problem (state, supporters, id);
create index problem_account on problem (account_id, proposed_at);
create index problem_merged on problem (merged_into) where merged_into is not null;
create index problem_challenge on problem (challenge_id) where challenge_id is not null;

-- Who supports what, each account once.
create table problem_support (
    problem_id text not null references problem (id),
    account_id text not null references account (id),
    supported_at bigint not null,
    primary key (problem_id, account_id)
);
create index problem_support_account on problem_support (account_id);

-- What staff have decided of a problem, all of it: a later answer stands beside the first.
create table problem_step (
    problem_id text not null references problem (id),
    -- Counts up within the problem.
    number bigint not null,
    kind text not null check (kind in ('shown', 'refused', 'merged', 'answered', 'challenge')),
    -- The problem that it was merged into, the challenge, the kind of the answer, or why it
    -- was refused.
    other text,
    -- The answer.
    text_bg text,
    text_en text,
    account_id text references account (id),
    at bigint not null,
    primary key (problem_id, number)
);
