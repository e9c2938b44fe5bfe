"""Destroying a record takes away what would match its notices with events of a case."""

from django.db import migrations

# A task of notice is never rewritten. The one exception: of a record whose key is gone, the keyed
# reference of the event, from which whoever has the organization's key could tell the case.
WIPE = """
CREATE FUNCTION advocacy_refuse_but_wipe() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW IS DISTINCT FROM OLD THEN
    IF EXISTS (SELECT FROM advocacy_client c WHERE c.id = OLD.client_id AND c.destroyed_at IS NOT NULL)
       AND to_jsonb(NEW) - 'event_ref' = to_jsonb(OLD) - 'event_ref' THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'this table is append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
DROP TRIGGER append_only_row ON advocacy_noticetask;
CREATE TRIGGER append_only_row BEFORE UPDATE OR DELETE ON advocacy_noticetask
  FOR EACH ROW EXECUTE FUNCTION advocacy_refuse_but_wipe();
ALTER TABLE advocacy_noticetask ENABLE ALWAYS TRIGGER append_only_row;

CREATE FUNCTION advocacy_wipe_refs() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE advocacy_noticetask t SET event_ref = uuid_send(gen_random_uuid()) WHERE t.client_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER wipe_refs AFTER UPDATE OF destroyed_at ON advocacy_client FOR EACH ROW
  WHEN (OLD.destroyed_at IS NULL AND NEW.destroyed_at IS NOT NULL)
  EXECUTE FUNCTION advocacy_wipe_refs();
UPDATE advocacy_noticetask t SET event_ref = uuid_send(gen_random_uuid())
  FROM advocacy_client c WHERE c.id = t.client_id AND c.destroyed_at IS NOT NULL;
"""


class Migration(migrations.Migration):
    """Runs in the advocacy database."""

    dependencies = [("advocacy", "0015_child_reports_and_own_requests")]
    operations = [migrations.RunSQL(WIPE)]
