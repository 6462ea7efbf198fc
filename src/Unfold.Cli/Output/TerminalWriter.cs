using System.Text;

namespace Unfold.Cli;

/// <summary>Writes to a terminal that somebody may close: from then on nothing is written, and what the command does goes on to its end.</summary>
/// <remarks>Only for terminals: a file or pipe that cannot be written is an error, as results would be lost.</remarks>
sealed class TerminalWriter(TextWriter terminal) : TextWriter
{
    bool _closed;

    public override Encoding Encoding => terminal.Encoding;

    public override void Write(char value) => Do(() => terminal.Write(value));

    public override void Write(string? value) => Do(() => terminal.Write(value));

    public override void Write(char[] buffer, int index, int count) => Do(() => terminal.Write(buffer, index, count));

    public override void WriteLine(string? value) => Do(() => terminal.WriteLine(value));

    public override void Flush() => Do(terminal.Flush);

    void Do(Action write)
    {
        if (_closed) return;
        try
        {
            write();
        }
        catch (IOException)
        {
            _closed = true; // nobody is there any more who could be told
        }
    }
}
