/* Seals a ballot in the elector's own browser: docs/spec/envelope.md, parts 1 and 2.
 *
 * A plain script, without build step, eval or WebAssembly. Load these in this order, with `defer`:
 *   vendor/tweetnacl-1.0.3.min.js
 *   vendor/tweetnacl-sealedbox-1.2.0.min.js
 *   hustings/seal.js
 * and call
 *   hustings.sealBallot({publicKey, candidates, ranking, rotation})  ->  base64 of the envelope
 *
 * publicKey: base64 of 32 bytes. candidates: how many stand, 1 to 200. ranking: their numbers from 1
 * in the contest's own list, first preference first; empty is an unmarked paper. rotation: by how
 * many places the list was turned on this paper, 0 to candidates - 1, or null if it was not.
 * Throws an Error with a message where any of these does not fit; then nothing was sealed.
 */
(function () {
  "use strict";

  const VERSION = 1;
  const HEADER = 3;
  const NOT_ROTATED = 255;
  const MOST_CANDIDATES = 200;
  const KEY_BYTES = 32;

  function sealBallot({ publicKey, candidates, ranking, rotation = null }) {
    const key = bytesOf(publicKey);
    const plain = pack(candidates, ranking, rotation);
    const sealed = window.sealedBox.seal(plain, key);
    plain.fill(0);
    return btoa(String.fromCharCode(...sealed));
  }

  function pack(candidates, ranking, rotation) {
    demand(isWholeFrom(1, MOST_CANDIDATES, candidates), `a contest has 1 to ${MOST_CANDIDATES} candidates`);
    demand(
      Array.isArray(ranking) && ranking.every((number) => isWholeFrom(1, candidates, number)),
      `candidates are numbered from 1 to ${candidates}`,
    );
    demand(new Set(ranking).size === ranking.length, "a candidate is ranked twice");
    demand(
      rotation === null || isWholeFrom(0, candidates - 1, rotation),
      `a rotation is from 0 to ${candidates - 1}, or null`,
    );
    const plain = new Uint8Array(HEADER + candidates);
    plain.set([VERSION, candidates, rotation === null ? NOT_ROTATED : rotation]);
    plain.set(ranking, HEADER);
    return plain;
  }

  function bytesOf(publicKey) {
    let text = "";
    try {
      text = atob(publicKey);
    } catch {
      demand(false, "the public key is not in base64");
    }
    demand(text.length === KEY_BYTES, `the public key has ${KEY_BYTES} bytes`);
    return Uint8Array.from(text, (character) => character.charCodeAt(0));
  }

  function isWholeFrom(low, high, value) {
    return Number.isInteger(value) && low <= value && value <= high;
  }

  function demand(holds, message) {
    if (!holds) {
      throw new Error(`The ballot cannot be sealed: ${message}.`);
    }
  }

  window.hustings = Object.assign(window.hustings || {}, { sealBallot });
})();
