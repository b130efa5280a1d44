import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import type { DeliveryTrouble } from '@backstage-gitops/plugin-gitops-common';
import { troubleIcons } from '../delivery/DeliveryMark';
import { troubleTone } from '../delivery/troubleTone';
import { useDeliveryText } from '../delivery/useDeliveryText';
import { toneColors } from '../look/tones';
import { ViewTabs } from '../look/ViewTabs';
import { gitopsTranslationRef } from '../translation';
import type { TargetView } from './targetAddress';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: theme.spacing(0, 1.5),
      [theme.breakpoints.down('xs')]: { padding: theme.spacing(0, 0.5) },
    },
    label: { display: 'inline-flex', alignItems: 'center', gap: 6 },
    count: {
      minWidth: 20,
      padding: '0 6px',
      borderRadius: 999,
      fontSize: '0.75rem',
      lineHeight: '19px',
      fontVariantNumeric: 'tabular-nums',
      border: '1px solid',
    },
    drift: {
      color: toneColors(theme, 'drift').text,
      backgroundColor: toneColors(theme, 'drift').background,
      borderColor: toneColors(theme, 'drift').border,
    },
    proposals: {
      color: toneColors(theme, 'neutral').text,
      backgroundColor: toneColors(theme, 'neutral').background,
      borderColor: toneColors(theme, 'neutral').border,
    },
  }),
  { name: 'GitopsTargetTabs' },
);

export interface TargetTabsProps {
  readonly views: readonly TargetView[];
  readonly view: TargetView;
  /** How much drifted and is proposed, told on the tabs that show it. */
  readonly counts: { readonly drift: number; readonly proposals: number };
  /** What the engine has not brought, told where that is shown. */
  readonly trouble: DeliveryTrouble | undefined;
  readonly onTurn: (view: TargetView) => void;
}

/** The views of a target are one group of tabs. */
export const targetViews = 'gitops-target';

export function TargetTabs({ counts, trouble, ...props }: TargetTabsProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  return (
    <ViewTabs
      {...props}
      group={targetViews}
      title={t('target.view.label')}
      className={classes.root}
      label={name => (
        <span className={classes.label}>
          {t(`target.view.${name}`)}
          {name === 'delivery' && trouble && <TroubleSign trouble={trouble} />}
          {(name === 'drift' || name === 'proposals') && counts[name] > 0 && (
            <span className={`${classes.count} ${classes[name]}`}>
              {counts[name]}
            </span>
          )}
        </span>
      )}
    />
  );
}

function TroubleSign({ trouble }: { readonly trouble: DeliveryTrouble }) {
  const theme = useTheme();
  const text = useDeliveryText();
  const Icon = troubleIcons[trouble.kind];
  const { text: color } = toneColors(theme, troubleTone(trouble.kind));
  return (
    <Icon
      style={{ color, fontSize: '1.1rem' }}
      titleAccess={text.trouble(trouble)}
    />
  );
}
