//! Groups of people who look alike: the search for the least generalisation that hides each in a crowd.
