/* Starts the interpreter that lies beside it, without a console; built once more with CONSOLE for commands. */
#include <windows.h>
#include <stdio.h>
#include <wchar.h>

#define ROOM 32768
#ifndef STARTF_TITLEISAPPID
#define STARTF_TITLEISAPPID 0x1000
#endif
#ifdef CONSOLE
#define PYTHON L"python\\python.exe"
#else
#define PYTHON L"python\\pythonw.exe"
#endif

static wchar_t folder[ROOM], python[ROOM], script[ROOM], line[2 * ROOM + 64];

static int is_there(const wchar_t *path) { return GetFileAttributesW(path) != INVALID_FILE_ATTRIBUTES; }

static int refuse(const wchar_t *text) {
#ifdef CONSOLE
    static char told[4096];
    DWORD written;
    int bytes = WideCharToMultiByte(CP_UTF8, 0, text, -1, told, sizeof told, NULL, NULL);
    SetConsoleOutputCP(CP_UTF8);
    WriteFile(GetStdHandle(STD_ERROR_HANDLE), told, bytes > 0 ? (DWORD)bytes - 1 : 0, &written, NULL);
#else
    MessageBoxW(NULL, text, L"现评", MB_OK | MB_ICONWARNING | MB_SETFOREGROUND);
#endif
    return 3;
}

/* What was given after the program's own name, as it was written. */
static const wchar_t *given(void) {
    const wchar_t *rest = GetCommandLineW();
    int quoted = 0;
    for (; *rest && (quoted || (*rest != L' ' && *rest != L'\t')); rest++)
        if (*rest == L'"') quoted = !quoted;
    return rest;
}

static int start(void) {
    DWORD length = GetModuleFileNameW(NULL, folder, ROOM);
    wchar_t *last = length ? wcsrchr(folder, L'\\') : NULL;
    STARTUPINFOW how = {0};
    PROCESS_INFORMATION child;
    DWORD code = 0;
    if (!last || length >= ROOM - 64) return refuse(L"程序所在的路径太长，请移到路径较短的文件夹后再打开。");
    last[1] = 0;
    _snwprintf(python, ROOM - 1, L"%ls" PYTHON, folder);
    _snwprintf(script, ROOM - 1, L"%lsmain.py", folder);
    if (!is_there(python) || !is_there(script))
        return refuse(L"程序的文件不全，不能打开。\n\n请把压缩包整个解压到一个文件夹，再从那里打开“现评.exe”；"
                      L"不要只取出这一个文件，也不要在压缩包里直接打开。");
    _snwprintf(line, 2 * ROOM + 63, L"\"%ls\" -X utf8 -I \"%ls\"%ls", python, script, given());
    how.cb = sizeof how;
#ifndef CONSOLE
    how.dwFlags = STARTF_TITLEISAPPID; /* one identity on the taskbar, whoever shows the window */
    how.lpTitle = L"Xianping.Xianping";
#else
    how.dwFlags = STARTF_USESTDHANDLES;
    how.hStdInput = GetStdHandle(STD_INPUT_HANDLE);
    how.hStdOutput = GetStdHandle(STD_OUTPUT_HANDLE);
    how.hStdError = GetStdHandle(STD_ERROR_HANDLE);
#endif
    if (!CreateProcessW(python, line, NULL, NULL, TRUE, 0, NULL, NULL, &how, &child))
        return refuse(L"程序没有能够启动，可能被安全软件拦截了。\n\n请在安全软件里把这个文件夹加为信任，再打开一次。");
#ifdef CONSOLE
    WaitForSingleObject(child.hProcess, INFINITE);
    GetExitCodeProcess(child.hProcess, &code);
#endif
    return (int)code;
}

#ifdef CONSOLE
int wmain(void) { return start(); }
#else
int WINAPI wWinMain(HINSTANCE instance, HINSTANCE before, PWSTR rest, int show) {
    (void)instance, (void)before, (void)rest, (void)show;
    return start();
}
#endif
