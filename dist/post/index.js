/******/ (() => { // webpackBootstrap
/******/ 	"use strict";
/******/ 	// The require scope
/******/ 	var __nccwpck_require__ = {};
/******/ 	
/************************************************************************/
/******/ 	/* webpack/runtime/compat get default export */
/******/ 	(() => {
/******/ 		// getDefaultExport function for compatibility with non-harmony modules
/******/ 		__nccwpck_require__.n = (module) => {
/******/ 			var getter = module && module.__esModule ?
/******/ 				() => (module['default']) :
/******/ 				() => (module);
/******/ 			__nccwpck_require__.d(getter, { a: getter });
/******/ 			return getter;
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/define property getters */
/******/ 	(() => {
/******/ 		// define getter functions for harmony exports
/******/ 		__nccwpck_require__.d = (exports, definition) => {
/******/ 			for(var key in definition) {
/******/ 				if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 					Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 				}
/******/ 			}
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/hasOwnProperty shorthand */
/******/ 	(() => {
/******/ 		__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ 	})();
/******/ 	
/************************************************************************/
var __webpack_exports__ = {};

;// CONCATENATED MODULE: external "node:path"
const external_node_path_namespaceObject = require("node:path");
;// CONCATENATED MODULE: external "node:process"
const external_node_process_namespaceObject = require("node:process");
var external_node_process_default = /*#__PURE__*/__nccwpck_require__.n(external_node_process_namespaceObject);
;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = require("node:fs");
;// CONCATENATED MODULE: ./lib/action/state.js

const KEY = 'private_folder';
/**
 * Tells the post step which folder to remove. Called before the folder exists, so that whatever kills this
 * process later leaves nothing behind. The path is ours and has no line break: one `key=value` line is enough.
 */
function saveState(stateFile, folder) {
    if (stateFile !== undefined)
        appendFileSync(stateFile, `${KEY}=${folder}\n`);
}
/** The folder that the main step of this very step made, or was about to make. */
function savedFolder(environment) {
    const folder = environment[`STATE_${KEY}`];
    return folder === undefined || folder === '' ? undefined : folder;
}

;// CONCATENATED MODULE: ./lib/connect/private-files.js



// Refusing bad inputs comes through here, and loading node:crypto and node:fs/promises would be a fifth of its time
// (`npm run bench`): hence no random bytes and no promises.
const PREFIX = 'deploy-as-';
/**
 * The path of a folder that nobody has, below `temp`. Nothing is made yet: its name can be saved for the post
 * step first, so that nothing is left behind however this process ends.
 */
function planPrivateFolder(temp) {
    const moment = process.hrtime.bigint().toString(36);
    const salt = Math.random().toString(36).slice(2);
    return join(temp, `${PREFIX}${process.pid.toString(36)}-${moment}-${salt}`);
}
/**
 * Makes the planned folder for this user alone (0700).
 * @throws where anything is there already, a symbolic link included
 */
async function createPrivateFolder(folder) {
    mkdirSync(folder, { mode: 0o700 });
}
/** Plans and makes a private folder below `temp`. */
async function makePrivateFolder(temp) {
    const folder = planPrivateFolder(temp);
    await createPrivateFolder(folder);
    return folder;
}
/**
 * Writes `text` into a new file that only this user can read from its first moment on (0600).
 * @throws where anything is there already, a symbolic link included
 */
async function writePrivate(file, text) {
    // O_NOFOLLOW is not there on Windows; O_EXCL refuses links as well.
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
    const descriptor = openSync(file, flags, 0o600);
    try {
        writeFileSync(descriptor, text);
    }
    finally {
        closeSync(descriptor);
    }
}
/**
 * Removes a folder that `planPrivateFolder` named below `temp`, with everything in it; what is not there is fine.
 * Links in it are removed, not followed.
 * @throws where the path cannot be one of ours
 */
function removePrivateFolder(folder, temp) {
    const isOurs = (0,external_node_path_namespaceObject.dirname)((0,external_node_path_namespaceObject.resolve)(folder)) === (0,external_node_path_namespaceObject.resolve)(temp) && (0,external_node_path_namespaceObject.basename)(folder).startsWith(PREFIX);
    if (!isOurs)
        throw new Error(`${folder} is not a folder that deploy-as has made in ${temp}`);
    (0,external_node_fs_namespaceObject.rmSync)(folder, { recursive: true, force: true, maxRetries: 3 });
}

;// CONCATENATED MODULE: ./lib/post.js




/** Removes what this step's main entry left in RUNNER_TEMP: nothing of another step, and nothing elsewhere. */
async function post(folder, temp) {
    if (folder === undefined || temp === undefined) {
        console.log('deploy-as left nothing behind: its main step did not get as far as writing a file.');
        return;
    }
    if ((0,external_node_path_namespaceObject.dirname)((0,external_node_path_namespaceObject.resolve)(folder)) !== (0,external_node_path_namespaceObject.resolve)(temp))
        throw new Error('it is not in RUNNER_TEMP');
    await removePrivateFolder(folder, temp);
    console.log('Removed the kubeconfig and every other private file of this step.');
}
const folder = savedFolder((external_node_process_default()).env);
// Not awaited: the bundle is CommonJS (scripts/build.ts).
post(folder, (external_node_process_default()).env.RUNNER_TEMP).catch((error) => {
    console.log(`::error::deploy-as could not remove ${folder}: ${error instanceof Error ? error.message : String(error)}`);
    (external_node_process_default()).exitCode = 1;
});

module.exports = __webpack_exports__;
/******/ })()
;