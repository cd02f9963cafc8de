export const id = 464;
export const ids = [464];
export const modules = {

/***/ 5464:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   refuseInputs: () => (/* binding */ refuseInputs)
/* harmony export */ });
/* harmony import */ var _connect_private_files_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(155);
/* harmony import */ var _report_facts_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5697);
/* harmony import */ var _log_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2988);
/* harmony import */ var _publish_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4270);
/* harmony import */ var _state_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2287);





/** Reports inputs that no run can start with. Loads nothing that talks to a cluster. */
async function refuseInputs(problems, context) {
    const { runner, secrets, mode, write } = context;
    const folder = (0,_connect_private_files_js__WEBPACK_IMPORTED_MODULE_0__/* .planPrivateFolder */ .Jy)(runner.temp);
    (0,_state_js__WEBPACK_IMPORTED_MODULE_4__/* .saveState */ .L)(runner.stateFile, folder);
    await (0,_connect_private_files_js__WEBPACK_IMPORTED_MODULE_0__/* .createPrivateFolder */ .Aj)(folder);
    const now = Date.now();
    const report = (0,_report_facts_js__WEBPACK_IMPORTED_MODULE_1__/* .reportOf */ .l)({ ...(0,_report_facts_js__WEBPACK_IMPORTED_MODULE_1__/* .newFacts */ .E)({ identity: undefined, mode }), problems: [...problems] }, now, now);
    const log = (0,_log_js__WEBPACK_IMPORTED_MODULE_2__/* .runnerLog */ .t)(write, secrets, { debug: runner.debug });
    await (0,_publish_js__WEBPACK_IMPORTED_MODULE_3__/* .publish */ .m)(report, { runner, secrets, folder, log, write, cleared: [] });
}


/***/ })

};
