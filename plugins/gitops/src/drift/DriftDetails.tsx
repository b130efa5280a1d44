import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import type {
  ResourceDrift,
  ResourceSelector,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import type { ReactNode } from 'react';
import { Fold } from '../look/Fold';
import { hairline, monospace, subtleText } from '../look/surface';
import { AcceptButton, AcceptField } from '../proposals/AcceptButton';
import { gitopsTranslationRef } from '../translation';
import { DriftGroups, fieldCount, ResourceFields } from './driftGroups';
import type { OriginContext } from './FieldOrigin';
import { FieldPath } from './FieldPath';
import { FieldTable } from './FieldTable';
import { ResourceHeading } from './ResourceHeading';
import { resourceKey, resourceTitle } from './resourceText';

const useStyles = makeStyles(
  theme => ({
    heading: {
      fontSize: '0.88rem',
      fontWeight: 600,
      color: subtleText(theme),
      margin: theme.spacing(0, 0, 1),
    },
    list: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(2.5),
      margin: 0,
      padding: 0,
      listStyle: 'none',
    },
    plain: {
      margin: 0,
      padding: 0,
      listStyle: 'none',
      '& > li': { padding: theme.spacing(0.75, 0) },
      '& > li + li': { borderTop: hairline(theme) },
    },
    reason: {
      margin: 0,
      fontSize: '0.84rem',
      color: subtleText(theme),
      overflowWrap: 'anywhere',
    },
    fields: { marginTop: theme.spacing(0.5) },
    ignored: {
      fontFamily: monospace,
      fontSize: '0.8rem',
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'GitopsDriftDetails' },
);

export interface DriftDetailsProps {
  readonly target: TargetState;
  readonly groups: DriftGroups;
  readonly origins: OriginContext;
  readonly onCompare: (resource: ResourceSelector) => void;
}

/** The resources by what is wrong with them; what does not count is folded. */
export function DriftDetails(props: DriftDetailsProps) {
  const { target, groups, origins, onCompare } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { changed, undelivered, awaited, unmanaged, ignored } = groups;
  return (
    <>
      {changed.length > 0 && (
        <Group title={t('drift.changed.title')}>
          <Fields
            resources={changed}
            origins={origins}
            target={target}
            onCompare={onCompare}
          />
        </Group>
      )}
      {(['missing', 'orphaned', 'indeterminate'] as const).map(
        status =>
          groups[status].length > 0 && (
            <Group key={status} title={t(`drift.${status}.title`)}>
              <Resources resources={groups[status]} onCompare={onCompare} />
            </Group>
          ),
      )}
      {awaited.length > 0 && (
        <Group title={t('drift.awaited', { count: awaited.length })}>
          <Resources resources={awaited} onCompare={onCompare} />
        </Group>
      )}
      {undelivered.length > 0 && (
        <Group
          title={t('drift.undelivered', { count: fieldCount(undelivered) })}
        >
          <Fields resources={undelivered} origins={origins} />
        </Group>
      )}
      {(unmanaged.length > 0 || ignored.length > 0) && (
        <div>
          {unmanaged.length > 0 && (
            <Fold
              title={t('drift.unmanaged', { count: fieldCount(unmanaged) })}
            >
              <Fields resources={unmanaged} origins={origins} />
            </Fold>
          )}
          {ignored.map(({ rule, count, resources }) => (
            <Fold key={rule} title={t('drift.ignored', { rule, count })}>
              <ul className={classes.plain}>
                {resources.map(({ resource, fields }) => (
                  <li key={resourceKey(resource)}>
                    <ResourceHeading resource={resource} />
                    {fields.map(field => (
                      <div key={field} className={classes.ignored}>
                        <FieldPath path={field} />
                      </div>
                    ))}
                  </li>
                ))}
              </ul>
            </Fold>
          ))}
        </div>
      )}
    </>
  );
}

function Group(props: {
  readonly title: string;
  readonly children: ReactNode;
}) {
  const classes = useStyles();
  return (
    <section aria-label={props.title}>
      <h3 className={classes.heading}>{props.title}</h3>
      {props.children}
    </section>
  );
}

function Fields(props: {
  readonly resources: readonly ResourceFields[];
  readonly origins: OriginContext;
  /** Given where it can be accepted into Git. */
  readonly target?: TargetState;
  readonly onCompare?: DriftDetailsProps['onCompare'];
}) {
  const { resources, origins, target, onCompare } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  return (
    <ul className={classes.list}>
      {resources.map(({ resource, differences }) => (
        <li key={resourceKey(resource)}>
          <ResourceHeading
            resource={resource}
            onCompare={onCompare}
            action={
              target && (
                <AcceptButton
                  target={target}
                  resource={resource}
                  fields={differences.map(({ field }) => field)}
                />
              )
            }
          />
          <div className={classes.fields}>
            <FieldTable
              caption={t('drift.caption', {
                resource: resourceTitle(resource),
              })}
              differences={differences}
              origins={origins}
              actionOf={
                target &&
                (field => (
                  <AcceptField
                    target={target}
                    resource={resource}
                    field={field}
                  />
                ))
              }
            />
          </div>
        </li>
      ))}
    </ul>
  );
}

function Resources(props: {
  readonly resources: readonly ResourceDrift[];
  readonly onCompare: DriftDetailsProps['onCompare'];
}) {
  const { resources, onCompare } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  return (
    <ul className={classes.plain}>
      {resources.map(resource => (
        <li key={resourceKey(resource)}>
          <ResourceHeading resource={resource} onCompare={onCompare} />
          {(resource.reason || resource.status === 'indeterminate') && (
            <p className={classes.reason}>
              {resource.reason ?? t('drift.indeterminate.noReason')}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
