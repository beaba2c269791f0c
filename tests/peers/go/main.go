// Runs statements through gosnowflake: a request as JSON on stdin, what came back as JSON on stdout.
package main

import (
	"context"
	"crypto/rsa"
	"crypto/x509"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"log"
	"os"
	"time"

	sf "github.com/snowflakedb/gosnowflake/v2"
)

type request struct {
	User, Password, Account, Host, Role, PrivateKey string
	Port                                            int
	Statements                                      []statement
}

type statement struct {
	SQL            string
	Binds          []any
	Count          int
	TimeoutSeconds int
}

type table struct {
	Columns []string `json:"columns"`
	Types   []string `json:"types"`
	Rows    [][]any  `json:"rows"`
}

type result struct {
	table
	Results []table  `json:"results"`
	Error   *failure `json:"error"`
}

type failure struct {
	Code     string `json:"code"`
	SQLState string `json:"sqlState"`
	Message  string `json:"message"`
}

type answer struct {
	Login   *failure `json:"login"`
	Results []result `json:"results"`
}

func main() {
	var asked request
	check(json.NewDecoder(os.Stdin).Decode(&asked))
	check(json.NewEncoder(os.Stdout).Encode(talk(asked)))
}

func talk(asked request) answer {
	ctx := context.Background()
	db := sql.OpenDB(sf.NewConnector(sf.SnowflakeDriver{}, config(asked)))
	defer db.Close()
	session, err := db.Conn(ctx)
	if err != nil {
		return answer{Login: failed(err)}
	}
	defer session.Close()
	results := []result{}
	for _, each := range asked.Statements {
		results = append(results, run(ctx, session, each))
	}
	return answer{Results: results}
}

func config(asked request) sf.Config {
	config := sf.Config{
		Account: asked.Account, User: asked.User, Password: asked.Password, Role: asked.Role,
		Protocol: "http", Host: asked.Host, Port: asked.Port, LoginTimeout: 20 * time.Second,
		Params: map[string]*string{},
	}
	if asked.PrivateKey != "" {
		block, _ := pem.Decode([]byte(asked.PrivateKey))
		key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
		check(err)
		config.Authenticator, config.PrivateKey = sf.AuthTypeJwt, key.(*rsa.PrivateKey)
	}
	return config
}

func run(ctx context.Context, session *sql.Conn, asked statement) result {
	if asked.Count > 1 {
		ctx = sf.WithMultiStatement(ctx, asked.Count)
	}
	if asked.TimeoutSeconds > 0 {
		limited, cancel := context.WithTimeout(ctx, time.Duration(asked.TimeoutSeconds)*time.Second)
		defer cancel()
		ctx = limited
	}
	rows, err := session.QueryContext(ctx, asked.SQL, asked.Binds...)
	if err != nil {
		return result{Error: failed(err)}
	}
	defer rows.Close()
	tables := []table{}
	for more := true; more; more = rows.NextResultSet() {
		read, err := readTable(rows)
		if err != nil {
			return result{Error: failed(err)}
		}
		tables = append(tables, read)
	}
	return result{table: tables[0], Results: tables}
}

func readTable(rows *sql.Rows) (table, error) {
	columns, err := rows.ColumnTypes()
	if err != nil {
		return table{}, err
	}
	read := table{Rows: [][]any{}}
	for _, column := range columns {
		read.Columns = append(read.Columns, column.Name())
		read.Types = append(read.Types, column.DatabaseTypeName())
	}
	for rows.Next() {
		row, places := make([]any, len(columns)), make([]any, len(columns))
		for i := range row {
			places[i] = &row[i]
		}
		if err := rows.Scan(places...); err != nil {
			return table{}, err
		}
		for i, value := range row {
			row[i] = plain(value)
		}
		read.Rows = append(read.Rows, row)
	}
	return read, rows.Err()
}

func plain(value any) any {
	switch typed := value.(type) {
	case []byte:
		return hex.EncodeToString(typed)
	case time.Time:
		return typed.Format(time.RFC3339Nano)
	default:
		return typed
	}
}

func failed(err error) *failure {
	var refused *sf.SnowflakeError
	if errors.As(err, &refused) {
		return &failure{fmt.Sprintf("%06d", refused.Number), refused.SQLState, refused.Message}
	}
	return &failure{Message: err.Error()}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
