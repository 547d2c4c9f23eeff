from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0036_forgiven'),
        ('lending', '0026_lookups'),
    ]

    operations = [
        migrations.RunSQL(
            sql=r"""-- Of every row of fact a digest is kept, by the act that left it so. The event of the act holds the
-- digest of all of them: a row that was changed in silence no longer agrees with the chain.

-- Of each column four bytes of its name's hash and four of its value's: which of them differs. What
-- is proved is proved by the digest; these only name the column, so a quick hash will do.
CREATE OR REPLACE FUNCTION audit_parts(facts jsonb) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT string_agg(
        int4send(hashtext(key)) || int4send(hashtext(key || coalesce('=' || value, ''))), '')
    FROM jsonb_each_text(facts)
$$;

CREATE OR REPLACE FUNCTION audit_digest_row() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    gone jsonb;
    stands jsonb;
BEGIN
    -- Guards wait for one another and then look: what is written by an older snapshot would not see
    -- what was waited for.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'written by an older snapshot'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_old_snapshot';
    END IF;
    IF TG_OP <> 'INSERT' THEN
        gone := to_jsonb(OLD) - TG_ARGV[1:];
    END IF;
    IF TG_OP <> 'DELETE' THEN
        stands := to_jsonb(NEW) - TG_ARGV[1:];
    END IF;
    IF stands IS DISTINCT FROM gone THEN
        INSERT INTO audit_rowdigest (city, act, of_table, key, digest, parts, xact) VALUES (
            coalesce(current_setting('cairong.city', true), ''),
            coalesce(nullif(current_setting('cairong.act', true), ''),
                '00000000-0000-0000-0000-000000000000')::uuid,
            TG_TABLE_NAME,
            coalesce(stands, gone) ->> TG_ARGV[0],
            coalesce(sha256(convert_to(stands::text, 'UTF8')), ''),
            coalesce(audit_parts(stands), ''),
            pg_current_xact_id()::text::bigint)
        ON CONFLICT (act, of_table, key) DO UPDATE
        SET digest = EXCLUDED.digest, parts = EXCLUDED.parts
        WHERE audit_rowdigest.xact = EXCLUDED.xact;
    END IF;
    RETURN NULL;
END $$;

-- What the event of an act holds: whose digests, and the digest of them all with all that is kept of
-- them (their order and their city too); nothing where it left no row of fact.
CREATE OR REPLACE FUNCTION audit_rows_of(act_id uuid) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT uuid_send(act_id) || sha256(string_agg(
        convert_to(concat_ws(' ', id, city, of_table, key, ''), 'UTF8') || digest || parts,
        '\x0a' ORDER BY id))
    FROM audit_rowdigest WHERE act = act_id
$$;

-- Rows of before there were digests: kept as they stand by one act, the first of all that has any.
CREATE OR REPLACE FUNCTION audit_digest_table(named text, pk text, without text[])
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    act_id uuid := current_setting('cairong.act');
    kept bigint;
BEGIN
    IF EXISTS (SELECT FROM audit_rowdigest WHERE act <> act_id) THEN
        RAISE EXCEPTION 'digests were begun before' USING ERRCODE = 'check_violation';
    END IF;
    EXECUTE format('INSERT INTO audit_rowdigest (city, act, of_table, key, digest, parts, xact)
        SELECT $1, $2, %L, facts ->> %L, sha256(convert_to(facts::text, ''UTF8'')),
            audit_parts(facts), pg_current_xact_id()::text::bigint
        FROM (SELECT to_jsonb(t) - $3 AS facts FROM %I AS t) AS rows', named, pk, named)
    USING current_setting('cairong.city'), act_id, without;
    GET DIAGNOSTICS kept = ROW_COUNT;
    RETURN kept;
END $$;

CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON admission_decision
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON agencies_engagement
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON agencies_procurementfile
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON agencies_recipient
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON alerts_alert
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON alerts_alertthing
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON assessment_objection
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON assessment_scheme
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON assessment_value
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON assessment_version
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON assessment_year
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON board_agreement
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON board_attendance
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON board_change
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON board_document
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON board_line
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON board_minutes
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON board_minutespaper
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON board_note
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON board_partner
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON board_party
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON board_supersession
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON board_task
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON board_taskpaper
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON clocks_duty
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON clocks_mark
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON complaints_complaint
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON complaints_passed
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON complaints_saying
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON contracts_award
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON contracts_awardinvitation
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON contracts_awardshare
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON contracts_contract
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON contracts_contractsupplier
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON contracts_filing
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON contracts_schedulerow
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON contracts_withhelditem
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON disclosure_publiccontract
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id', 'search');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON disclosure_publishedversion
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id', 'document', 'search');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON evaluation_adoptedscheme
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON evaluation_appeal
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON evaluation_closedflag
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON evaluation_support
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON evaluation_year
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON evaluation_yearversion
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON guidance_guidance
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON guidance_guidanceanswer
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON guidance_guided
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON guidance_participation
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON guidance_rosterentry
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON guidance_rosterpush
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON guidance_shortage
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON inspecting_bundle
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON inspecting_inspection
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON inspecting_look
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON lending_application
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON lending_backgroundcheck
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON lending_consent
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON lending_dataconsent
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON lending_eligibilitymark
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON lending_forgiveness
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON lending_givenpaper
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON lending_inquiry
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON lending_instalment
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON lending_intent
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON lending_lenderpaper
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON lending_loan
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON lending_loanentry
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON lending_lookup
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id', 'attempts', 'not_before', 'why');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON lending_offer
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON lending_outsideloan
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON lending_overdue
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON lending_overduecontact
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON lending_paperform
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON lending_repaymentplan
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON lending_startdispute
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON lending_verification
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON lending_writeoff
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON notary_askedcheck
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id', 'state', 'part', 'checked', 'total', 'moved_at');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON orders_ceremony
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON orders_instruction
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON orders_order
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON orders_personkey
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON orders_signature
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON outreach_channel
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id', 'tested_at', 'answer', 'works');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON outreach_letter
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON oversight_monthlyfigures
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON oversight_outsideamount
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON oversight_statistic
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON oversight_urged
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON oversight_urging
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON oversight_urginganswer
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON oversight_urgingservice
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON papers_paper
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON parties_account
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id', 'password', 'last_login', 'mandate_id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON parties_city
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('code');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON parties_claim
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON parties_delegation
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON parties_institutionprofile
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('organisation_id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON parties_invitation
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON parties_linkedidentity
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON parties_mandate
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON parties_openeddesk
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON parties_organisation
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON parties_person
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON parties_proposal
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id', 'opened_at');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON parties_region
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON parties_renewal
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON parties_supplierprofile
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('organisation_id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON products_businessrules
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON products_liaison
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON products_product
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON products_productversion
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON promotion_eventpaper
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON promotion_feedback
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON promotion_invitation
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON promotion_outreachevent
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id', 'door');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON promotion_question
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON promotion_signup
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id', 'contact');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON readiness_statement
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON recommending_ask
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON recommending_ground
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON recommending_recommendation
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON recommending_saying
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON rulebook_holidaynotice
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON rulebook_lprrow
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON rulebook_parameterrow
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON secrecy_freeze
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON sizing_dispute
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON sizing_saying
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON spreading_casestory
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON spreading_consent
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON spreading_survey
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON spreading_surveyanswer
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id', 'words');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON treasury_acceptance
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON treasury_acceptancerecall
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON treasury_disownedaccount
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON treasury_entry
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON treasury_lock
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON treasury_lockoperation
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON treasury_opening
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON treasury_openingpart
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON treasury_ownaccount
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON treasury_ownmeans
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON treasury_payeechange
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON treasury_payeeconsent
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON treasury_payeeversion
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON treasury_payment
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON treasury_paymentpart
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON treasury_paymentreturn
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON treasury_receivable
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON treasury_remittance
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE ON treasury_sharednumber
FOR EACH ROW EXECUTE FUNCTION audit_digest_row('id');
""",
            hints={'living': 'rows.sql'},
        ),
    ]
