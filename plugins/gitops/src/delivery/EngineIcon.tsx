import SvgIcon, { SvgIconProps } from '@material-ui/core/SvgIcon';
import type { EngineKind } from '@backstage-gitops/plugin-gitops-common';
import { GitopsIcon } from '../look/GitopsIcon';

export interface EngineIconProps extends SvgIconProps {
  readonly engine: EngineKind;
}

/** A sign of the engine's kind; its name stands beside it. */
export function EngineIcon({ engine, ...props }: EngineIconProps) {
  switch (engine) {
    case 'argocd':
      return (
        <SvgIcon {...props}>
          <path
            d="M12 3a7 7 0 0 0-7 7v4M12 3a7 7 0 0 1 7 7v4M9.5 14v5M14.5 14v5M5 14c0 2-.6 3-2 4M19 14c0 2 .6 3 2 4"
            fill="none"
            stroke="currentColor"
            strokeWidth="2"
            strokeLinecap="round"
          />
          <circle cx="9.4" cy="10" r="1.4" />
          <circle cx="14.6" cy="10" r="1.4" />
        </SvgIcon>
      );
    case 'flux':
      return (
        <SvgIcon {...props}>
          <path
            d="M12 3l6 9H6zM4 16c2 0 2 1.6 4 1.6S10 16 12 16s2 1.6 4 1.6S18 16 20 16M7 20.5c1.7 0 1.7 1 3.3 1s1.7-1 3.4-1 1.6 1 3.3 1"
            fill="none"
            stroke="currentColor"
            strokeWidth="2"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </SvgIcon>
      );
    default:
      return <GitopsIcon {...props} />;
  }
}
