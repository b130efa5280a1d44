import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import OpenIcon from '@material-ui/icons/OpenInNew';
import type { EngineKind } from '@backstage-gitops/plugin-gitops-common';
import { safeHref } from '../artifacts/safeHref';
import { focusRing, visuallyHidden } from '../look/surface';
import { gitopsTranslationRef } from '../translation';
import { EngineIcon } from './EngineIcon';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'inline-flex',
      alignItems: 'center',
      verticalAlign: 'bottom',
      gap: 4,
      minWidth: 0,
      color: 'inherit',
      textDecoration: 'none',
      borderRadius: 3,
      '& svg': { fontSize: '1.05em', flexShrink: 0 },
    },
    link: {
      '&:hover': {
        color: theme.palette.text.primary,
        textDecoration: 'underline',
      },
      '&:focus-visible': focusRing(theme),
    },
    words: { overflowWrap: 'anywhere' },
    hidden: visuallyHidden,
  }),
  { name: 'GitopsEngineLabel' },
);

export interface EngineLabelProps {
  readonly engine: EngineKind;
  /** Which one, where there are several. */
  readonly instance?: string;
  /** The engine's own page. */
  readonly link?: string;
  readonly title?: string;
}

/** The engine's word, leading to its own page where that is known. */
export function EngineLabel(props: EngineLabelProps) {
  const { engine, instance, link, title } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const name = t(`live.engine.${engine}`);
  const href = safeHref(link);
  const words = (
    <>
      <EngineIcon engine={engine} aria-hidden />
      <span className={classes.words}>
        {instance ? `${name} · ${instance}` : name}
      </span>
    </>
  );
  if (!href) {
    return (
      <span className={classes.root} title={title}>
        {words}
      </span>
    );
  }
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      className={`${classes.root} ${classes.link}`}
      title={title ?? t('delivery.link.open', { engine: name })}
    >
      {words}
      <OpenIcon aria-hidden />
      <span className={classes.hidden}> ({t('delivery.link.newTab')})</span>
    </a>
  );
}
