import { useTranslationRef } from '@backstage/frontend-plugin-api';
import UnknownIcon from '@material-ui/icons/HelpOutline';
import { Mark } from '../look/Mark';
import { gitopsTranslationRef } from '../translation';

export interface UnobservedMarkProps {
  readonly reason: string;
}

/** Nothing was ever seen of it, and why. */
export function UnobservedMark({ reason }: UnobservedMarkProps) {
  const { t } = useTranslationRef(gitopsTranslationRef);
  return (
    <Mark tone="unknown" icon={<UnknownIcon />} title={reason}>
      {t('live.unobserved')}
    </Mark>
  );
}
