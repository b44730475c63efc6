import { html, type Html } from './html';

/** Names and values in a card: settings, digests, versions. */
export function settingsCard(
  heading: string,
  entries: readonly (readonly [name: string, value: Html | string])[],
): Html {
  const rows = entries.map(
    ([name, value]) =>
      html`<tr>
        <th scope="row">${breakable(name)}</th>
        <td class="value">${value}</td>
      </tr> `,
  );
  return html`<div class="card">
    <h3>${heading}</h3>
    <div class="scroll">
      <table class="settings">
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </div>`;
}

/** A path may be broken after its dots. */
function breakable(name: string): Html[] {
  return name.split(/(?<=\.)/).map((part) => html`${part}<wbr />`);
}
