import { FieldSegment, formatField } from '../../manifests/fieldPath';
import { isResource, Resource } from '../../manifests/Resource';
import { UnitRecipe } from '../../manifests/UnitRecipe';
import { nodeAtField } from '../../manifests/nodeAtField';
import { nodeAt, ScalarNode, toValue } from '../../manifests/YamlNode';
import { BranchManifests } from '../../discovery/BranchManifests';
import { addedPlaces } from './addedPlaces';
import { affectedTargets, manifestsOf } from './affectedTargets';
import { chartPlaces } from './chartPlaces';
import { compareObjects, findResource } from './compareObjects';
import { declaredPlace, WrittenPlace } from './declaredPlace';
import { editBelow } from './editNode';
import { FileEdits, RefusedEdit } from './FileEdits';
import { kustomizationLevels } from './kustomizationLevels';
import { FieldChange, FieldContext, FieldWay, FoundWays } from './model';
import { overlayPlaces } from './overlayPlaces';
import { ComposedObject, UnitComposition } from './UnitComposition';

function none(refusal: string): FoundWays {
  return { ways: [], refusal };
}

class WaySearch {
  readonly #context: FieldContext;
  readonly #recipe: UnitRecipe;
  readonly #change: FieldChange;
  readonly #branches: ReadonlyMap<string, BranchManifests>;
  readonly #composition: UnitComposition;
  readonly #refused: RefusedEdit[] = [];

  constructor(context: FieldContext, recipe: UnitRecipe, change: FieldChange) {
    this.#context = context;
    this.#recipe = recipe;
    this.#change = change;
    this.#branches = manifestsOf(context.input.branches);
    this.#composition = new UnitComposition(recipe, this.#branches);
  }

  search(): FoundWays {
    const { kind, name } = this.#change.resource;
    const object = this.#composition.find(this.#change.resource);
    const ways =
      object === undefined
        ? this.#ofCharts()
        : [...this.#ofVariable(object), ...this.#composed(object)];
    if (ways.length > 0) return { ways: distinct(ways) };
    const [refused] = this.#refused;
    if (refused !== undefined) {
      return none(
        `${this.#change.field} of ${kind} ${name} can't be written into ${
          refused.file
        }: ${refused.message} Change it there by hand.`,
      );
    }
    return none(
      object === undefined
        ? `What declares ${kind} ${name} can't be followed to a line of this repository: a chart, a remote base or a template makes it. Set the value that it takes ${
            this.#change.field
          } from by hand.`
        : `${
            this.#change.field
          } of ${kind} ${name} is made of more than one place. Change it by hand.`,
    );
  }

  #places(object: ComposedObject): readonly WrittenPlace[] {
    const { manifest, branch } = object;
    const manifests = this.#branches.get(branch);
    if (manifests === undefined) return [];
    const levels = kustomizationLevels(object, manifests).map(level =>
      overlayPlaces(level, this.#change, manifests),
    );
    const patches = levels.flatMap(level => level.patches);
    const additions = levels.flatMap(level => level.additions);
    const declared = declaredPlace(manifest.root, this.#change);
    return declared === undefined
      ? [...patches, ...addedPlaces(manifest, this.#change), ...additions]
      : [declared, ...patches, ...additions];
  }

  /** Those of which the composition shows that they do what is asked. */
  #composed(object: ComposedObject): readonly FieldWay[] {
    const { group, kind, name, namespace } = object.manifest;
    const resource = { group, kind, name, namespace };
    const change = { ...this.#change, resource };
    const before = valuesOf(this.#composition);
    return this.#places(object).flatMap(place => {
      const edits = this.#edits(place);
      if (edits === undefined) return [];
      const after = new UnitComposition(
        this.#recipe,
        manifestsOf(edits.branches),
      );
      const compared = compareObjects(before, valuesOf(after), [change]);
      if (compared.state === 'alone') return [this.#way(place, edits, true)];
      // What the declaring object adds is read anew only by a render.
      const isAdded = place.file === this.#recipe.object?.document.file;
      return isAdded ? [this.#way(place, edits, false)] : [];
    });
  }

  /** A field that is a variable, which the declaring object sets. */
  #ofVariable({ manifest }: ComposedObject): readonly FieldWay[] {
    const { field, edit } = this.#change;
    const node = nodeAtField(manifest.root, field);
    const { object } = this.#recipe;
    if (!(node instanceof ScalarNode) || object === undefined) return [];
    const [, name] =
      /^\$\{([A-Za-z_]\w*)(?::?[-=][^}]*)?\}$/.exec(node.text) ?? [];
    if (name === undefined || edit.op !== 'set') return [];
    const path = ['spec', 'postBuild', 'substitute', name];
    const { line } = nodeAt(object, ...path) ?? object;
    const value = String(edit.value);
    return this.#uncertain({
      line,
      ...editBelow(object, path, { op: 'set', value }),
    });
  }

  #ofCharts(): readonly FieldWay[] {
    const rendered = this.#context.rendered.get(this.#change.unit) ?? [];
    const object = findResource(rendered, this.#change.resource);
    if (object === undefined) return [];
    return this.#recipe.sources.flatMap(source => {
      if (source.type !== 'chart') return [];
      const found = chartPlaces(source, object, this.#change, this.#branches);
      return found.flatMap(({ path, places }) => [
        ...places.flatMap(place => this.#uncertain(place)),
        ...this.#ofRelease(path),
      ]);
    });
  }

  /** A patch of the object that holds the values, where an overlay applies it. */
  #ofRelease(path: readonly FieldSegment[]): readonly FieldWay[] {
    const { object, appliedBy } = this.#recipe;
    const { recipes } = this.#context.discovery;
    const applier =
      appliedBy === undefined ? undefined : recipes?.get(appliedBy);
    if (
      applier === undefined ||
      nodeAt(object, 'spec', 'values') === undefined
    ) {
      return [];
    }
    const text = (...keys: string[]) =>
      String(toValue(nodeAt(object, ...keys)));
    const found = new UnitComposition(applier, this.#branches).find({
      group: text('apiVersion').split('/')[0],
      kind: text('kind'),
      name: text('metadata', 'name'),
      namespace: text('metadata', 'namespace'),
    });
    const manifests = found && this.#branches.get(found.branch);
    if (found === undefined || manifests === undefined) return [];
    const segments = ['spec', 'values', ...path];
    const { patches, additions } = overlayPlaces(
      found,
      { ...this.#change, segments, field: formatField(segments) },
      manifests,
    );
    return [...patches, ...additions].flatMap(place => this.#uncertain(place));
  }

  #uncertain(place: WrittenPlace): readonly FieldWay[] {
    const edits = this.#edits(place);
    return edits === undefined ? [] : [this.#way(place, edits, false)];
  }

  #edits(place: WrittenPlace): FileEdits | undefined {
    const edits = new FileEdits(this.#context.input);
    const refused = edits.add(place);
    if (refused !== undefined) this.#refused.push(refused);
    return refused === undefined ? edits : undefined;
  }

  #way(place: WrittenPlace, edits: FileEdits, isCertain: boolean): FieldWay {
    const affects = affectedTargets(this.#context, {
      branch: place.branch,
      files: new Set(edits.files.map(({ path }) => path)),
      before: this.#context.input.branches,
      after: edits.branches,
    });
    return { ...place, isCertain, affects: [...affects] };
  }
}

function valuesOf({ objects }: UnitComposition): readonly Resource[] {
  return objects
    .map(({ manifest }) => toValue(manifest.root))
    .filter(isResource);
}

/** The first of each file; of those that only a render tells, all. */
function distinct(ways: readonly FieldWay[]): readonly FieldWay[] {
  const files = new Set<string>();
  return ways.filter(({ branch, file, isCertain }) => {
    const key = `${branch}\n${file}`;
    const isNew = !files.has(key);
    if (isCertain) files.add(key);
    return isNew;
  });
}

/**
 * The ways to write a change of a field: first where the field is declared,
 * then where the unit can say how it differs. One for each file.
 */
export function findWays(
  context: FieldContext,
  change: FieldChange,
): FoundWays {
  const recipe = context.discovery.recipes?.get(change.unit);
  if (recipe === undefined) return none(`${change.unit} is not declared.`);
  return new WaySearch(context, recipe, change).search();
}
