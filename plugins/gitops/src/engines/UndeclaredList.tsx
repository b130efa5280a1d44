import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import OpenIcon from '@material-ui/icons/OpenInNew';
import {
  objectName,
  UndeclaredObject,
} from '@backstage-gitops/plugin-gitops-common';
import { safeHref } from '../artifacts/safeHref';
import {
  focusRing,
  hairline,
  monospace,
  subtleText,
  visuallyHidden,
} from '../look/surface';
import { gitopsTranslationRef } from '../translation';

const useStyles = makeStyles(
  theme => ({
    advice: { margin: theme.spacing(0, 0, 1), fontSize: '0.85rem' },
    list: { listStyle: 'none', margin: 0, padding: 0 },
    item: {
      padding: theme.spacing(0.75, 0),
      fontSize: '0.85rem',
      overflowWrap: 'anywhere',
      '& + &': { borderTop: hairline(theme) },
    },
    link: {
      color: 'inherit',
      fontWeight: 600,
      borderRadius: 3,
      '& svg': { fontSize: '1em', verticalAlign: '-2px', marginLeft: 4 },
      '&:focus-visible': focusRing(theme),
    },
    name: { fontWeight: 600 },
    source: {
      display: 'block',
      fontFamily: monospace,
      fontSize: '0.78rem',
      color: subtleText(theme),
    },
    quiet: { fontSize: '0.82rem', color: subtleText(theme) },
    hidden: visuallyHidden,
  }),
  { name: 'GitopsUndeclaredList' },
);

export interface UndeclaredListProps {
  readonly objects: readonly UndeclaredObject[];
  readonly total: number;
}

/** What an engine applies and no repository declares, and what to do about it. */
export function UndeclaredList({ objects, total }: UndeclaredListProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  return (
    <>
      <p className={classes.advice}>{t('engine.undeclared.advice')}</p>
      <ul className={classes.list}>
        {objects.map(one => (
          <Undeclared
            key={`${one.object.group} ${objectName(one.object)}`}
            undeclared={one}
          />
        ))}
      </ul>
      {objects.length < total && (
        <p className={classes.quiet}>
          {t('engine.undeclared.first', {
            shown: objects.length.toLocaleString(),
            total: total.toLocaleString(),
          })}
        </p>
      )}
    </>
  );
}

function Undeclared(props: { readonly undeclared: UndeclaredObject }) {
  const { object, link, sources } = props.undeclared;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const href = safeHref(link);
  const name = objectName(object);
  return (
    <li className={classes.item}>
      {href ? (
        <a
          className={classes.link}
          href={href}
          target="_blank"
          rel="noopener noreferrer"
        >
          {name}
          <OpenIcon aria-hidden />
          <span className={classes.hidden}> ({t('delivery.link.newTab')})</span>
        </a>
      ) : (
        <span className={classes.name}>{name}</span>
      )}
      {sources.length === 0 && (
        <span className={`${classes.source} ${classes.quiet}`}>
          {t('engine.undeclared.nothing')}
        </span>
      )}
      {sources.map(({ url, path }) => (
        <span key={`${url} ${path}`} className={classes.source}>
          {[url, path].filter(Boolean).join(' · ') ||
            t('engine.undeclared.nothing')}
        </span>
      ))}
    </li>
  );
}
