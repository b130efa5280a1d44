import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import FoldIcon from '@material-ui/icons/ExpandLess';
import UnfoldIcon from '@material-ui/icons/ExpandMore';
import type {
  Artifact,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import { useState } from 'react';
import { OriginLink } from '../artifacts/OriginLink';
import { VersionText } from '../artifacts/VersionText';
import { focusRing, subtleText } from '../look/surface';
import { gitopsTranslationRef } from '../translation';

const useStyles = makeStyles(
  theme => ({
    toggle: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: 2,
      border: 0,
      padding: 0,
      background: 'none',
      font: 'inherit',
      fontSize: '0.82rem',
      color: subtleText(theme),
      cursor: 'pointer',
      borderRadius: 4,
      '&:focus-visible': focusRing(theme),
      '&:hover': { color: theme.palette.text.primary },
      '& svg': { fontSize: '1.05rem' },
    },
    list: { listStyle: 'none', margin: 0, padding: theme.spacing(0.5, 0, 0) },
    item: { padding: theme.spacing(0.5, 0) },
    name: {
      fontSize: '0.78rem',
      color: subtleText(theme),
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'GitopsMoreArtifacts' },
);

export interface MoreArtifactsProps {
  readonly target: TargetState;
  readonly artifacts: readonly Artifact[];
}

/** The artifacts beside the main one, folded until asked for. */
export function MoreArtifacts({ target, artifacts }: MoreArtifactsProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className={classes.toggle}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {open
          ? t('artifact.fewer')
          : t('artifact.more', { count: artifacts.length })}
        {open ? <FoldIcon aria-hidden /> : <UnfoldIcon aria-hidden />}
      </button>
      {open && (
        <ul className={classes.list}>
          {artifacts.map(artifact => (
            <li
              key={`${artifact.kind}:${artifact.name}:${artifact.field}`}
              className={classes.item}
            >
              <div className={classes.name}>
                {t(`artifact.kind.${artifact.kind}`)} {artifact.name}
              </div>
              <VersionText artifact={artifact} look="row" />
              <div>
                <OriginLink target={target} artifact={artifact} look="short" />
              </div>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
