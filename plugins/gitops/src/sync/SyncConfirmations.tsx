import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import { makeStyles } from '@material-ui/core/styles';
import type { SyncStep } from '@backstage-gitops/plugin-gitops-common';
import { resourceTitle } from '../drift/resourceText';
import { toneColors } from '../look/tones';
import { gitopsTranslationRef } from '../translation';
import { confirmationOf } from './syncPlan';

const useStyles = makeStyles(
  theme => ({
    confirm: {
      padding: theme.spacing(1.5, 2),
      borderRadius: 8,
      border: `1px solid ${toneColors(theme, 'alert').border}`,
      backgroundColor: toneColors(theme, 'alert').background,
    },
    confirmTitle: {
      margin: 0,
      fontWeight: 600,
      color: toneColors(theme, 'alert').text,
    },
    label: { '& .MuiFormControlLabel-label': { fontSize: '0.92rem' } },
  }),
  { name: 'GitopsSyncConfirmations' },
);

export interface SyncConfirmationsProps {
  /** The deletions that take more with them. */
  readonly steps: readonly SyncStep[];
  readonly confirmed: readonly string[];
  readonly disabled: boolean;
  readonly onChange: (confirmed: readonly string[]) => void;
}

/** Each deletion that takes other objects along is confirmed by itself. */
export function SyncConfirmations(props: SyncConfirmationsProps) {
  const { steps, confirmed, disabled, onChange } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  if (steps.length === 0) return null;
  return (
    <div className={classes.confirm}>
      <p className={classes.confirmTitle}>{t('sync.confirmTitle')}</p>
      {steps.map(step => {
        const name = confirmationOf(step);
        const checked = confirmed.includes(name);
        return (
          <div key={name}>
            <FormControlLabel
              className={classes.label}
              control={
                <Checkbox
                  size="small"
                  color="default"
                  checked={checked}
                  disabled={disabled}
                  onChange={() =>
                    onChange(
                      checked
                        ? confirmed.filter(other => other !== name)
                        : [...confirmed, name],
                    )
                  }
                />
              }
              label={t('sync.confirm', { resource: resourceTitle(step) })}
            />
          </div>
        );
      })}
    </div>
  );
}
