import SvgIcon, { SvgIconProps } from '@material-ui/core/SvgIcon';

/** A branch that ends in what runs. */
export function GitopsIcon(props: SvgIconProps) {
  return (
    <SvgIcon {...props}>
      <path
        d="M6 7v10M6 12.5c0-3.5 3-3.5 7-3.5h1"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
      />
      <circle cx="6" cy="5" r="2.5" />
      <circle cx="6" cy="19" r="2.5" />
      <circle
        cx="17.5"
        cy="9"
        r="3"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
      />
    </SvgIcon>
  );
}
