import { makeStyles } from '@material-ui/core/styles';
import Tab from '@material-ui/core/Tab';
import Tabs from '@material-ui/core/Tabs';
import type { ReactNode } from 'react';
import { focusRing, subtleText } from './surface';

const useStyles = makeStyles(
  theme => ({
    tabs: { minHeight: 0 },
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
      // Within, since the row of tabs cuts off what is around one.
      '&:focus-visible': { ...focusRing(theme), outlineOffset: -3 },
    },
  }),
  { name: 'GitopsViewTabs' },
);

export interface ViewTabsProps<View extends string> {
  /** What the ids of its tabs and panels begin with; the panel's is the same. */
  readonly group: string;
  /** What the views are of, for a screen reader. */
  readonly title: string;
  readonly views: readonly View[];
  readonly view: View;
  readonly label: (view: View) => ReactNode;
  readonly onTurn: (view: View) => void;
  readonly className?: string;
  readonly tabClassName?: string;
}

const tabId = (group: string, view: string) => `${group}-tab-${view}`;
const panelId = (group: string, view: string) => `${group}-panel-${view}`;

const joined = (own: string, more: string | undefined) =>
  more === undefined ? own : `${own} ${more}`;

/** Turns between views of one thing; {@link ViewPanel} holds the one shown. */
export function ViewTabs<View extends string>(props: ViewTabsProps<View>) {
  const { group, title, views, view, label, onTurn } = props;
  const classes = useStyles();
  return (
    <Tabs
      className={joined(classes.tabs, props.className)}
      value={view}
      onChange={(_, next: View) => onTurn(next)}
      aria-label={title}
      indicatorColor="primary"
      textColor="primary"
      variant="scrollable"
      scrollButtons="off"
    >
      {views.map(name => (
        <Tab
          key={name}
          value={name}
          id={tabId(group, name)}
          aria-controls={panelId(group, name)}
          className={joined(classes.tab, props.tabClassName)}
          label={label(name)}
        />
      ))}
    </Tabs>
  );
}

export interface ViewPanelProps {
  readonly group: string;
  readonly view: string;
  readonly className: string;
  readonly children: ReactNode;
}

export function ViewPanel({
  group,
  view,
  className,
  children,
}: ViewPanelProps) {
  return (
    <div
      role="tabpanel"
      id={panelId(group, view)}
      aria-labelledby={tabId(group, view)}
      className={className}
    >
      {children}
    </div>
  );
}
