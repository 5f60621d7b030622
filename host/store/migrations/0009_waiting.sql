-- How many questions of an organisation wait for an answer, without a look at those of others.

create index clarification_waiting on clarification (challenge_id, organisation_id)
    where answer is null;
