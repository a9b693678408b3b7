-- Names and subjects by their threes of letters, to find what stands inside a word.
CREATE VIRTUAL TABLE search_within USING fts5(
    names,
    content='', contentless_delete=1, detail='none', tokenize='trigram case_sensitive 1'
);
