import { catalogue, type CatalogueParams } from './catalogue.ts';
import type { Language } from './formats.ts';
import { stopLine } from './phrases.ts';
import type { Medium, MessageClass } from './template.ts';

/** The name of a template. */
export type TemplateName = keyof CatalogueParams;

/** What the template of that name must be told. Plain values that survive JSON. */
export type TemplateParams<Name extends TemplateName> = CatalogueParams[Name];

/** What a use case wants said: which text, and with what. Narrowed to one template when `Name` is given. */
export type Reply<Name extends TemplateName = TemplateName> = {
  [K in Name]: { readonly template: K; readonly params: TemplateParams<K> };
}[Name];

/** How a reply is to be rendered. */
export interface RenderOptions {
  readonly language: Language;
  readonly medium: Medium;
}

/** A text ready to go out, with what its sending depends on. */
export interface RenderedText {
  readonly text: string;
  readonly class: MessageClass;
}

/**
 * Renders a reply. Names in it may hold anything: they are cleaned and cut. An informational or promotional
 * SMS gets «لغو۱۱» as its last line, as the regulator wants it; an answer, a chat and a USSD screen never do.
 * Only the templates named `ussd…` are sure to fit a USSD screen.
 */
export function renderReply<Name extends TemplateName>(
  reply: Reply<Name>,
  options: RenderOptions,
): RenderedText {
  const template = catalogue[reply.template];
  const text = template[options.language](reply.params, options.medium);
  const stoppable = options.medium === 'sms' && template.class !== 'answer';
  return {
    text: stoppable ? `${text}\n${stopLine}` : text,
    class: template.class,
  };
}
