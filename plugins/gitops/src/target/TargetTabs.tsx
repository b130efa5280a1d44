import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import Tab from '@material-ui/core/Tab';
import Tabs from '@material-ui/core/Tabs';
import { subtleText } from '../look/surface';
import { toneColors } from '../look/tones';
import { gitopsTranslationRef } from '../translation';
import type { TargetView } from './targetAddress';

const useStyles = makeStyles(
  theme => ({
    root: {
      minHeight: 40,
      padding: theme.spacing(0, 1.5),
      [theme.breakpoints.down('xs')]: { padding: theme.spacing(0, 0.5) },
    },
    tab: {
      minWidth: 0,
      minHeight: 40,
      padding: theme.spacing(0.5, 1.5),
      textTransform: 'none',
      fontSize: '0.9rem',
      fontWeight: 600,
      letterSpacing: 0,
      '&:not(.Mui-selected)': { color: subtleText(theme) },
      // The theme's is made for light pages alone.
      '&:hover': { backgroundColor: theme.palette.action.hover },
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
  readonly onTurn: (view: TargetView) => void;
}

export const panelId = (view: TargetView) => `gitops-target-panel-${view}`;
export const tabId = (view: TargetView) => `gitops-target-tab-${view}`;

export function TargetTabs(props: TargetTabsProps) {
  const { views, view, counts, onTurn } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  return (
    <Tabs
      className={classes.root}
      value={view}
      onChange={(_, next: TargetView) => onTurn(next)}
      aria-label={t('target.view.label')}
      indicatorColor="primary"
      textColor="primary"
      variant="scrollable"
      scrollButtons="off"
    >
      {views.map(name => (
        <Tab
          key={name}
          value={name}
          id={tabId(name)}
          aria-controls={panelId(name)}
          className={classes.tab}
          label={
            <span className={classes.label}>
              {t(`target.view.${name}`)}
              {(name === 'drift' || name === 'proposals') &&
                counts[name] > 0 && (
                  <span className={`${classes.count} ${classes[name]}`}>
                    {counts[name]}
                  </span>
                )}
            </span>
          }
        />
      ))}
    </Tabs>
  );
}
