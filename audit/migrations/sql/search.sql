-- What is asked of the ledger most is rare in it: small indexes that cost the usual write nothing.
CREATE INDEX audit_event_refused ON audit_event (at DESC, id DESC) WHERE outcome = 'refused';
CREATE INDEX audit_event_kind ON audit_event (kind, at DESC, id DESC) WHERE kind <> 'view' AND kind <> 'list';
CREATE INDEX audit_event_category ON audit_event (category, at DESC, id DESC) WHERE category <> '' AND category <> 'identity';
