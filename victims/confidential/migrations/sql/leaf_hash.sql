-- The bytes that a seal covers, as the case file's ledger has them (audit/canonical.py); the database hashes what it seals.
-- Written again and not called from there: this database is another organization's.
CREATE FUNCTION audit_canonical(e audit_event) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT E'audit-event-v1\n{' || concat_ws(',',
    '"actor_agency":' || to_json(e.actor_agency),
    '"actor_agency_id":' || coalesce(e.actor_agency_id::text, 'null'),
    '"actor_id":' || coalesce(e.actor_id::text, 'null'),
    '"actor_name":' || to_json(e.actor_name),
    '"actor_role":' || to_json(e.actor_role),
    '"at":"' || to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"',
    '"authority":' || to_json(e.authority),
    '"authority_ref":' || to_json(e.authority_ref),
    '"because":' || to_json(e.because),
    '"case_id":' || coalesce(to_json(e.case_id::text)::text, 'null'),
    '"case_label":' || to_json(e.case_label),
    '"category":' || to_json(e.category),
    '"channel":' || to_json(e.channel),
    '"detail":' || to_json(e.detail::text),
    '"fields":' || array_to_json(e.fields),
    '"id":' || e.id,
    '"kind":' || to_json(e.kind),
    '"outcome":' || to_json(e.outcome),
    '"owner_agency_id":' || coalesce(e.owner_agency_id::text, 'null'),
    '"page_id":' || to_json(e.page_id),
    '"part":' || to_json(e.part),
    '"policy_version":' || to_json(e.policy_version),
    '"purpose":' || to_json(e.purpose),
    '"reason":' || to_json(e.reason),
    '"recipient":' || to_json(e.recipient),
    '"request_id":' || to_json(e.request_id),
    '"route":' || to_json(e.route),
    '"session":' || to_json(e.session),
    '"subject_id":' || to_json(e.subject_id),
    '"subject_kind":' || to_json(e.subject_kind),
    '"total":' || coalesce(e.total::text, 'null'),
    '"xid":"' || e.xid || '"') || '}'
$$;
CREATE FUNCTION audit_leaf_hash(e audit_event) RETURNS bytea LANGUAGE sql STABLE AS
  $$ SELECT sha256('\x00'::bytea || convert_to(audit_canonical(e), 'UTF8')) $$;
REVOKE EXECUTE ON FUNCTION audit_canonical(audit_event), audit_leaf_hash(audit_event) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_canonical(audit_event), audit_leaf_hash(audit_event) TO advocacy_sealer;
