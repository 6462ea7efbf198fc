using System.Diagnostics;

namespace Unfold.Cli.Tests;

/// <summary>Runs the command: in this process where only texts and codes matter, else as users start it.</summary>
static class Unfolded
{
    public static async Task<CommandResult> Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = await Application.RunAsync(args, output, error);
        return new CommandResult(code, output.ToString(), error.ToString());
    }

    /// <summary>The built command in a process of its own, with texts on its standard input.</summary>
    public static async Task<CommandResult> RunProcess(byte[]? input, params string[] args)
    {
        using Process process = Start(args);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.BaseStream.WriteAsync(input ?? []);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return new CommandResult(process.ExitCode, await output, await error);
    }

    /// <summary>The built command, started and left running.</summary>
    public static Process Start(params string[] args) => StartWith([], args);

    /// <summary>The same with variables of its environment.</summary>
    public static Process StartWith((string Name, string Value)[] environment, params string[] args)
    {
        string[] command = ["dotnet", Path.Combine(AppContext.BaseDirectory, "Unfold.Cli.dll"), .. args];
        if (OperatingSystem.IsLinux()) command = ["env", "--default-signal=INT,HUP", .. command]; // a shell has them ignored in all that it starts in the background or under nohup
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment.Remove("UNFOLD_DATA");
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
