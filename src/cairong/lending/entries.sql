-- An entry moves its loan. The app role may not update loans; this function may, as the owner.
CREATE OR REPLACE FUNCTION lending_entry_applied() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE lending_loan SET
        outstanding_fen = outstanding_fen + NEW.drawn_fen - NEW.principal_fen,
        accrued_fen = accrued_fen + NEW.accrued_fen,
        accrued_on = GREATEST(accrued_on, NEW."on"),
        interest_paid_fen = interest_paid_fen + NEW.interest_fen,
        principal_paid_fen = principal_paid_fen + NEW.principal_fen,
        fee_paid_fen = fee_paid_fen + NEW.fee_fen,
        state = CASE WHEN outstanding_fen + NEW.drawn_fen = NEW.principal_fen
                      AND accrued_fen + NEW.accrued_fen = interest_paid_fen + NEW.interest_fen
                      AND fee_paid_fen + NEW.fee_fen = fee_fen
                     THEN 'settled' ELSE 'repaying' END,
        settled_on = CASE WHEN outstanding_fen + NEW.drawn_fen = NEW.principal_fen
                           AND accrued_fen + NEW.accrued_fen = interest_paid_fen + NEW.interest_fen
                           AND fee_paid_fen + NEW.fee_fen = fee_fen
                          THEN NEW."on" END
    WHERE id = NEW.loan_id;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER lending_entry_applied AFTER INSERT ON lending_loanentry
FOR EACH ROW EXECUTE FUNCTION lending_entry_applied();
